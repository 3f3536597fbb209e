import GRDB
import SeededRandom
import Testing

@testable import JobSpool

@Suite("JobID")
struct JobIDTests {
  @Test("new ids are allowed ids that sort by time", arguments: UInt64(1)...10)
  func made(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let ids = (0..<50).map { index in
      JobID(now: StoreUnderTest.start + .milliseconds(index), using: &generator)
    }
    #expect(ids == ids.sorted() && Set(ids).count == 50)
    for id in ids { #expect(JobID(rawValue: id.rawValue) == id) }
  }

  @Test(
    "what is no lower-case UUID of version 7 is no id",
    arguments: [
      "", "x", "01890000-0000-4000-8000-000000000000", "01890000-0000-7000-8000-00000000000",
      "01890000-0000-7000-8000-0000000000000", "01890000-0000-7000-8000-00000000000G",
      "01890000-0000-7000-8000-00000000000A", "01890000x0000-7000-8000-000000000000",
      "../../../../../7/../../../etc/passwd",
    ])
  func refused(_ text: String) { #expect(JobID(rawValue: text) == nil) }
}

@Suite("JobState")
struct JobStateTests {
  @Test("final states are left only by a retry by hand, and codes are all different")
  func states() {
    for state in JobState.allCases {
      #expect(JobState(code: state.code) == state)
      #expect((state.code > 2) == state.isFinal)
      if state.isFinal { #expect(JobState.arrows[state]?.subtracting([.available]) == []) }
    }
    #expect(Set(JobState.allCases.map(\.code)).count == JobState.allCases.count)
    #expect(JobState(code: 6) == nil)
  }
}

@Suite("SpoolError")
struct SpoolErrorTests {
  @Test(
    "SQLite's answers become the spool's errors",
    arguments: [
      (ResultCode.SQLITE_FULL, SpoolError.diskFull(path: "/x/y")),
      (.SQLITE_READONLY, .readOnly(path: "/x/y")), (.SQLITE_PERM, .readOnly(path: "/x/y")),
      (.SQLITE_BUSY, .busy(waited: .seconds(30))), (.SQLITE_LOCKED, .busy(waited: .seconds(30))),
      (.SQLITE_BUSY_SNAPSHOT, .busy(waited: .seconds(30))),
      (.SQLITE_CORRUPT, .corrupt(path: "/x/y", detail: "detail")),
      (.SQLITE_NOTADB, .corrupt(path: "/x/y", detail: "detail")),
      (.SQLITE_MISUSE, .other("SQLite answered 21 (detail) at /x/y")),
    ])
  func mapping(_ code: ResultCode, _ expected: SpoolError) {
    let error = DatabaseError(resultCode: code, message: "detail")
    #expect(SpoolError(error, path: "/x/y", patience: .seconds(30)) == expected)
  }

  @Test("a spool's own error stays what it is")
  func own() {
    let error = SpoolError.queueFull(.llmInference, bound: 3)
    #expect(SpoolError(error, path: "/x", patience: .zero) == error)
    #expect(
      error.description == "The queue llm_inference_queue holds 3 waiting jobs, the most allowed.")
  }

  @Test("system calls that fail for want of room or right say so")
  func systemCalls() {
    #expect(SystemCall.error(28, "write", "/x") == .diskFull(path: "/x"))
    #expect(SystemCall.error(30, "open", "/x") == .readOnly(path: "/x"))
    #expect(
      SystemCall.error(2, "open", "/x")
        == .other("open of /x failed with No such file or directory (2)"))
  }

  @Test("an I/O error is no full disk while there is room")
  func inputOutput() {
    let error = DatabaseError(resultCode: .SQLITE_IOERR, message: "detail")
    #expect(
      SpoolError(error, path: "/tmp", patience: .zero)
        == .other("SQLite answered 10 (detail) at /tmp"))
  }
}
