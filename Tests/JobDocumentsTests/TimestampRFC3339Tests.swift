import JobSpool
import Testing

@testable import JobDocuments

@Suite struct `Timestamps as RFC 3339 writes them` {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("2000-02-29T12:00:00Z", 951_825_600_000),
    ("2026-11-23T09:30:15.250+09:00", 1_795_393_815_250),
    ("2026-11-22T20:00:15.25-04:30", 1_795_393_815_250),
    ("1969-12-31T23:30:00-00:30", 0),
    ("2026-11-23t00:30:15.250999999z", 1_795_393_815_250),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func `a moment with its offset becomes milliseconds`(text: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-11-23", "2026-11-23T09:30:15", "2026-11-23 09:30:15Z",
    "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
    "2026-01-01T00:00:00+25:00", "2026-01-01T00:00:00+0900", "1969-12-31T23:59:59Z",
    "2026-01-01T00:00:00ZZ", "+026-01-01T00:00:00Z", "２０２６-01-01T00:00:00Z",
  ])
  func `anything else is refused`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test(arguments: [0, 1, 951_782_399_999, 951_782_400_000, 1_795_393_815_250, 253_402_300_799_999])
  func `writing and reading give the moment back`(milliseconds: Int64) {
    let moment = Timestamp(milliseconds: milliseconds)
    #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
  }

  @Test func `every day of four centuries is written and read back`() {
    for day in stride(from: Int64(0), to: 146_097, by: 1) {
      let moment = Timestamp(milliseconds: day * 86_400_000 + 3_723_004)
      guard Timestamp(rfc3339: moment.rfc3339) == moment else {
        Issue.record("day \(day) became \(moment.rfc3339)")
        return
      }
    }
  }

  @Test func `text is in UTC with milliseconds`() {
    #expect(Timestamp(milliseconds: 1_795_393_815_250).rfc3339 == "2026-11-23T00:30:15.250Z")
  }
}
