import Glibc
import Synchronization
import Testing

@testable import JobSpool

/// A spool with an inbox, an outbox and a reader that knows `{…}` and `[{…},{…}]`.
struct DropFixture: Sendable {
  let temporary: TemporaryFolder
  let folder: SpoolFolder
  let store: SQLiteJobStore
  let now = StoreUnderTest.start

  init() throws {
    temporary = try TemporaryFolder()
    folder = try SpoolFolder(at: temporary.path)
    store = try SQLiteJobStore(path: folder.database, options: StoreUnderTest.options())
  }

  static let reader: Inbox.Reader = { _, bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix("["), text.hasSuffix("]") {
      let parts = text.dropFirst().dropLast().split(separator: ",")
      return .accept(parts.map { NewJob(kind: .brief, payload: String($0)) }, isArray: true)
    }
    guard text.hasPrefix("{"), text.hasSuffix("}") else {
      return .refuse(errorJSON: #"{"code":"syntax","line":1,"column":2}"#)
    }
    return .accept([NewJob(kind: .brief, payload: text)], isArray: false)
  }

  func inbox(
    options: Inbox.Options = Inbox.Options(),
    step: @escaping @Sendable (DropStep) throws -> Void = { _ in }
  ) -> Inbox {
    Inbox(folder: folder, ledger: store, options: options, step: step, reader: Self.reader)
  }

  func outbox(step: @escaping @Sendable (DropStep) throws -> Void = { _ in }) -> Outbox {
    Outbox(folder: folder, ledger: store, step: step) { job in
      Array(#"{"state":"\#(job.state.rawValue)","payload":\#(job.payload)}"#.utf8)
    }
  }

  /// Renames a file in, as writers are told to, as old as `age`.
  func drop(_ name: String, _ text: String, age: Duration = .seconds(60)) throws {
    let path = temporary.file("draft")
    try AtomicFile.write(Array(text.utf8), to: path)
    try setAge(age, of: path)
    #expect(rename(path, "\(folder.inbox)/\(name)") == 0)
  }

  func setAge(_ age: Duration, of path: String) throws {
    let moment = now - age
    let time = timespec(
      tv_sec: Int(moment.milliseconds / 1000), tv_nsec: Int(moment.milliseconds % 1000) * 1_000_000)
    var times = [time, time]
    #expect(utimensat(AT_FDCWD, path, &times, AT_SYMLINK_NOFOLLOW) == 0)
  }

  func names(_ folder: String) throws -> [String] {
    try FolderListing.names(in: folder).compactMap(\.text)
  }

  func text(_ path: String) throws -> String { try TextFile.read(path) }

  /// Ends every waiting job well.
  func completeAll(at moment: Timestamp = StoreUnderTest.start) async throws {
    let jobs = try await store.claim(
      from: .llmInference, owner: "w", limit: 1000, lease: .seconds(60), now: moment)
    for job in jobs {
      let lease = try #require(job.lease)
      #expect(try await store.complete(lease, result: StoreUnderTest.result, now: now))
    }
  }
}

/// Throws at the n-th time a step is passed, as if the process ended there.
final class Crash: Sendable {
  struct Happened: Error {}

  private let step: DropStep
  private let left: Mutex<Int>

  init(at step: DropStep, time: Int) {
    self.step = step
    left = Mutex(time)
  }

  func pass(_ passed: DropStep) throws {
    guard passed == step else { return }
    let isNow = left.withLock { left in
      left -= 1
      return left == 0
    }
    if isNow { throw Happened() }
  }
}
