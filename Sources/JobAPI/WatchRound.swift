import JobSpool

/// Which job to look at next while several are watched: every watched job once a round, with as few
/// reads as their ids allow.
///
/// Ids sort by time and lists come newest first, so one page read from the newest job not yet seen
/// covers its neighbours too. Each read covers at least one job; a round of n jobs takes at most n.
struct WatchRound {
  /// Most jobs a page holds; a page is read and decoded whole.
  static let pageSize = 200

  enum Read: Equatable {
    case job(JobID)
    case page(JobFilter)
  }

  /// Newest first.
  private(set) var pending: [JobID]

  init(watching ids: some Sequence<JobID>) {
    pending = Set(ids).sorted(by: >)
  }

  /// The read to do now; nil when the round is over.
  var read: Read? {
    guard let newest = pending.first else { return nil }
    guard pending.count > 1, let edge = newest.afterItsMillisecond else { return .job(newest) }
    return .page(JobFilter(before: edge, limit: Self.pageSize))
  }

  /// Takes a job's row out of the round.
  mutating func took(_ job: Job?, for id: JobID) -> [(JobID, Job?)] {
    pending.removeAll { $0 == id }
    return [(id, job)]
  }

  /// Takes every job the page covers out of the round; one that the page lacks is gone (nil).
  mutating func took(page rows: [Job]) -> [(JobID, Job?)] {
    let isLast = rows.count < Self.pageSize
    let oldest = rows.last?.id
    var covered = pending.filter { id in isLast || oldest.map { id >= $0 } ?? true }
    // A full page of jobs made in the same millisecond may not reach the one it was read for.
    if covered.isEmpty, let newest = pending.first { covered = [newest] }
    pending.removeAll { covered.contains($0) }
    let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    return covered.map { ($0, byID[$0]) }
  }
}

extension JobID {
  /// An id that sorts after every id of the same millisecond; nil at the end of time.
  fileprivate var afterItsMillisecond: JobID? {
    let digits = rawValue.filter { $0 != "-" }.prefix(12)
    guard let time = UInt64(digits, radix: 16), time < 0xFFFF_FFFF_FFFF else { return nil }
    let hex = String(time + 1, radix: 16)
    let padded = String(repeating: "0", count: 12 - hex.count) + hex
    return JobID(rawValue: "\(padded.prefix(8))-\(padded.suffix(4))-7000-8000-000000000000")
  }
}
