import Foundation
import Glibc
import Testing

@testable import JobSpool

@Suite("Inbox")
struct InboxTests {
  private let spool: DropFixture

  init() throws { spool = try DropFixture() }

  private func jobCount() async throws -> Int {
    try await spool.store.jobs(JobFilter(limit: 1000)).count
  }

  @Test("a file becomes a job and moves to accepted")
  func oneFile() async throws {
    try spool.drop("장미.json", #"{"text":"장미"}"#)
    let report = try await spool.inbox().scan(now: spool.now)
    let accepted = try #require(report.accepted.first)
    #expect(accepted.name == "장미.json" && !accepted.wasKnown)
    let job = try #require(try await spool.store.job(accepted.jobs[0]))
    #expect(job.payload == #"{"text":"장미"}"#)
    #expect(job.idempotencyKey?.hasPrefix("inbox:") == true)
    #expect(try spool.names(spool.folder.inbox) == ["accepted"])
    #expect(try spool.names(spool.folder.accepted) == ["장미.json"])
  }

  @Test("an array becomes its jobs in order")
  func array() async throws {
    try spool.drop("a.json", #"[{"n":1},{"n":2},{"n":3}]"#)
    let report = try await spool.inbox().scan(now: spool.now)
    var payloads: [String?] = []
    for id in try #require(report.accepted.first).jobs {
      payloads.append(try await spool.store.job(id)?.payload)
    }
    #expect(payloads == [#"{"n":1}"#, #"{"n":2}"#, #"{"n":3}"#])
  }

  @Test("only names ending .json without a leading dot count")
  func otherNames() async throws {
    let names = [".a.json", "a.json.tmp", "a.JSON", "json", ".json", "a.txt"]
    for name in names { try spool.drop(name, "{}") }
    let report = try await spool.inbox().scan(now: spool.now)
    #expect(report.accepted.isEmpty && report.refused.isEmpty)
    #expect(try Set(spool.names(spool.folder.inbox)) == Set(names + ["accepted"]))
  }

  @Test("a file that is no job is rejected with its reason beside it")
  func refused() async throws {
    try spool.drop("bad.json", "nonsense")
    let report = try await spool.inbox().scan(now: spool.now)
    #expect(report.refused.map(\.movedTo) == ["bad.json"])
    #expect(try spool.names(spool.folder.rejected) == ["bad.json", "bad.json.error.json"])
    let reason = try spool.text("\(spool.folder.rejected)/bad.json.error.json")
    #expect(reason == #"{"code":"syntax","line":1,"column":2}"#)
    #expect(try await jobCount() == 0)
  }

  @Test("a second bad file of the same name keeps the first")
  func refusedTwice() async throws {
    for text in ["bad", "worse"] {
      try spool.drop("x.json", text)
      _ = try await spool.inbox().scan(now: spool.now)
    }
    let moved = "x.\(spool.now.milliseconds).json"
    #expect(
      try Set(spool.names(spool.folder.rejected))
        == ["x.json", "x.json.error.json", moved, "\(moved).error.json"])
    #expect(try spool.text("\(spool.folder.rejected)/x.json") == "bad")
    #expect(try spool.text("\(spool.folder.rejected)/\(moved)") == "worse")
  }

  @Test(
    "what is no plain file is refused by what it is, without waiting for it",
    arguments: [
      "not-a-file/folder", "not-a-file/pipe", "not-a-file/socket", "symbolic-link", "hard-linked",
      "too-large",
    ])
  func strangeEntries(_ kind: String) async throws {
    let path = "\(spool.folder.inbox)/x.json"
    switch kind {
    case "not-a-file/folder":
      #expect(mkdir(path, 0o775) == 0)
      try AtomicFile.write([1], to: "\(path)/inside")
    case "not-a-file/pipe": #expect(mkfifo(path, 0o664) == 0)
    case "not-a-file/socket": #expect(mknod(path, S_IFSOCK | 0o664, 0) == 0)
    case "symbolic-link": #expect(symlink("/etc/passwd", path) == 0)
    case "hard-linked":
      try spool.drop("x.json", "{}")
      #expect(link(path, spool.temporary.file("other name")) == 0)
    default: try spool.drop("x.json", "{" + String(repeating: " ", count: 1 << 20) + "}")
    }
    let report = try await spool.inbox().scan(now: spool.now)
    #expect(report.refused.first?.reason.code == kind.split(separator: "/").first.map(String.init))
    #expect(try spool.names(spool.folder.rejected) == ["x.json", "x.json.error.json"])
    let reason = try spool.text("\(spool.folder.rejected)/x.json.error.json")
    #expect(reason.contains(#""file" : "x.json""#) && reason.contains("allowed"))
    #expect(try spool.names(spool.folder.inbox) == ["accepted"])
    #expect(try await spool.inbox().scan(now: spool.now).refused.isEmpty)
  }

  @Test("a file linked in a moment ago may still lose its other name")
  func linkedIn() async throws {
    try spool.drop("x.json", "{}")
    let other = spool.temporary.file("other name")
    #expect(link("\(spool.folder.inbox)/x.json", other) == 0)
    var found = stat()
    #expect(stat(other, &found) == 0)
    let inbox = spool.inbox()
    let linked = found.changed
    #expect(try await inbox.scan(now: linked + .seconds(9)).unfinished == ["x.json"])
    #expect(unlink(other) == 0)
    #expect(try await inbox.scan(now: linked + .seconds(9)).accepted.count == 1)
  }

  @Test("a folder that takes no refusals does not hold up good files")
  func rejectedMissing() async throws {
    try spool.drop("a.json", "nonsense")
    try spool.drop("b.json", "{}")
    #expect(rmdir(spool.folder.rejected) == 0)
    await #expect(throws: SpoolError.self) { _ = try await spool.inbox().scan(now: spool.now) }
    #expect(try await jobCount() == 1)
    #expect(try spool.names(spool.folder.accepted) == ["b.json"])
  }

  @Test("names that are not text, too long or with control characters are refused under another")
  func strangeNames() async throws {
    let long = String(repeating: "긴", count: 70) + ".json"
    let names: [[UInt8]] = [
      [0xFF, 0xFE] + Array(".json".utf8), Array("a\nb.json".utf8), Array(long.utf8),
    ]
    for name in names {
      try spool.drop("plain", "{}")
      let path = Array("\(spool.folder.inbox)/".utf8) + name + [0]
      let code = path.withUnsafeBytes {
        rename("\(spool.folder.inbox)/plain", $0.bindMemory(to: CChar.self).baseAddress)
      }
      #expect(code == 0)
    }
    let report = try await spool.inbox().scan(now: spool.now)
    #expect(report.refused.map(\.reason) == Array(repeating: .nameNotAllowed, count: 3))
    #expect(report.refused.allSatisfy { $0.movedTo.hasPrefix("unnamed-") })
    #expect(try spool.names(spool.folder.rejected).count == 6)
    #expect(try spool.names(spool.folder.inbox) == ["accepted"])
  }

  @Test("what cannot be moved is told once and done once")
  func stuck() async throws {
    let path = "\(spool.folder.inbox)/x.json"
    guard let volume = TemporaryVolume(at: path, options: "size=1m") else {
      try Test.cancel("mount(8) is not permitted here")
    }
    let inbox = spool.inbox()
    let first = try await inbox.scan(now: spool.now)
    #expect(first.stuck.map(\.name) == ["x.json"] && first.refused.isEmpty)
    try spool.drop("y.json", "{}")
    let second = try await inbox.scan(now: spool.now)
    #expect(second.stuck.isEmpty && second.accepted.map(\.name) == ["y.json"])
    #expect(volume.path == path)
  }

  @Test("a file that makes no sense yet is given time, one that makes sense is not kept waiting")
  func unfinished() async throws {
    try spool.drop("half.json", #"{"te"#, age: .milliseconds(900))
    try spool.drop("whole.json", "{}", age: .zero)
    let inbox = spool.inbox()
    let first = try await inbox.scan(now: spool.now)
    #expect(first.unfinished == ["half.json"] && first.accepted.map(\.name) == ["whole.json"])
    try spool.drop("half.json", #"{"text":1}"#, age: .zero)
    #expect(try await inbox.scan(now: spool.now).accepted.map(\.name) == ["half.json"])
    try spool.drop("never.json", #"{"te"#, age: .milliseconds(900))
    #expect(
      try await inbox.scan(now: spool.now + .seconds(11)).refused.map(\.name) == ["never.json"])
  }

  @Test(
    "who is still writing is judged by the open file and by age",
    arguments: [
      (Int32(1), false, 9900, InboxEntry.Writing.notOver), (1, false, 10000, .over),
      (0, false, 999, .notOver), (0, false, 1000, .over), (0, true, 9900, .notOver),
      (-1, false, 9900, .notOver), (-1, true, 10000, .over), (1, false, -10000, .over),
      (0, false, -5000, .notOver),
    ])
  func writing(
    _ isBeingWritten: Int32, _ isEmpty: Bool, _ milliseconds: Int, _ expected: InboxEntry.Writing
  ) {
    #expect(
      InboxEntry.writing(
        isBeingWritten: isBeingWritten, isEmpty: isEmpty, age: .milliseconds(milliseconds))
        == expected)
  }

  @Test("the same name with other content is a new file")
  func sameName() async throws {
    let inbox = spool.inbox()
    for text in [#"{"n":1}"#, #"{"n":2}"#] {
      try spool.drop("x.json", text)
      #expect(try await inbox.scan(now: spool.now).accepted.map(\.wasKnown) == [false])
    }
    #expect(try await jobCount() == 2)
    #expect(
      try Set(spool.names(spool.folder.accepted))
        == ["x.json", "x.\(spool.now.milliseconds).json"])
  }

  @Test("the same file again is the same jobs, and moves aside")
  func sameFile() async throws {
    let inbox = spool.inbox()
    var jobs: [[JobID]] = []
    for _ in 0..<3 {
      try spool.drop("x.json", "[{},{}]")
      jobs += try await inbox.scan(now: spool.now).accepted.map(\.jobs)
    }
    #expect(jobs.count == 3 && Set(jobs).count == 1)
    #expect(try await jobCount() == 2)
    #expect(try spool.names(spool.folder.accepted).count == 3)
  }

  @Test("the same content under another name is another file")
  func otherName() async throws {
    for name in ["a.json", "b.json"] { try spool.drop(name, "{}") }
    _ = try await spool.inbox().scan(now: spool.now)
    #expect(try await jobCount() == 2)
  }

  @Test("files stay while the queue is full, and come in their order when there is room")
  func backPressure() async throws {
    for index in 1...4 { try spool.drop("\(index).json", #"[{"a":1},{"b":2}]"#) }
    let inbox = spool.inbox(options: Inbox.Options(queueBound: 5))
    let first = try await inbox.scan(now: spool.now)
    #expect(first.accepted.map(\.name) == ["1.json", "2.json"])
    #expect(first.isQueueFull && !first.hasMore)
    try await spool.completeAll()
    let second = try await inbox.scan(now: spool.now)
    #expect(second.accepted.map(\.name) == ["3.json", "4.json"] && !second.isQueueFull)
  }

  @Test("a file that could never fit is refused")
  func neverFits() async throws {
    try spool.drop("x.json", "[{},{},{}]")
    let report = try await spool.inbox(options: Inbox.Options(queueBound: 2)).scan(now: spool.now)
    #expect(report.refused.map(\.reason) == [.tooManyJobs(count: 3, bound: 2)])
  }

  @Test("a thousand files come in batches, one transaction each")
  func thousand() async throws {
    for index in 0..<1000 { try spool.drop("\(index).json", #"{"n":\#(index)}"#) }
    let inbox = spool.inbox()
    let before = spool.store.transactionCount
    var count = 0
    while true {
      let report = try await inbox.scan(now: spool.now)
      count += report.accepted.count
      guard report.hasMore else { break }
    }
    #expect(count == 1000)
    #expect(spool.store.transactionCount - before == 10)
    #expect(try spool.names(spool.folder.inbox) == ["accepted"])
    #expect(try await jobCount() == 1000)
  }
}
