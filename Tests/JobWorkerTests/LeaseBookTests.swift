import JobSpool
import Testing

@testable import JobWorker

@Suite struct LeaseBookTests {
  private let job: JobID
  private let lease: Lease

  init() throws {
    job = try #require(JobID(rawValue: "01890a5d-ac96-774b-bcce-b302099a8057"))
    lease = Lease(
      job: job, owner: "w", fencingToken: 3, deadline: Timestamp(milliseconds: 1_000))
  }

  private var held: LeaseBook {
    var book = LeaseBook()
    book.add(lease)
    return book
  }

  @Test func beatsForWhatIsHeldWithItsLatestProgress() {
    var book = held
    book.note(JobProgress(fraction: 0.1, stage: "reading"), for: job)
    book.note(JobProgress(fraction: 0.5, stage: "composing"), for: job)
    #expect(book.beats.map(\.lease) == [lease])
    #expect(book.beats.first?.progress?.stage == "composing")
  }

  @Test func anAnswerThatItIsHeldMovesTheDeadlineAndAsksForNothing() {
    var book = held
    #expect(book.apply([job: .held(until: Timestamp(milliseconds: 9_000))]).isEmpty)
    #expect(book.beats.first?.lease.deadline == Timestamp(milliseconds: 9_000))
  }

  @Test func cancellationIsActedOnOnceAndBeatenForUntilTheAttemptEnds() {
    var book = held
    #expect(book.apply([job: .cancellationRequested]) == [.cancel(job)])
    #expect(book.apply([job: .cancellationRequested]).isEmpty)
    #expect(book.beats.count == 1)
    #expect(book.remove(job) == .cancelling)
    #expect(book.remove(job) == nil)
  }

  @Test func aLostLeaseIsAbandonedOnceAndNeverBeatenForAgain() {
    var book = held
    #expect(book.apply([job: .lost]) == [.abandon(job)])
    #expect(book.beats.isEmpty)
    #expect(book.apply([job: .lost]).isEmpty)
    // A late answer to an earlier beat cannot bring it back.
    _ = book.apply([job: .cancellationRequested])
    #expect(book.standing(of: job) == .lost)
  }

  @Test func anAnswerForAJobThatEndedMeanwhileIsIgnored() {
    var book = held
    _ = book.remove(job)
    #expect(book.apply([job: .lost]).isEmpty)
    #expect(book.count == 0)
  }
}
