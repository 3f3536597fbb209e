import SeededRandom
import Testing

@testable import JobSpool

@Suite("LeaseRules")
struct LeaseRulesTests {
  private let rules = LeaseRules(backoff: Backoff(base: .seconds(1), jitter: 0))
  private let now = StoreUnderTest.start

  private func verdict(
    _ ending: LeaseRules.Ending, attempt: Int = 1, of bound: Int = 3, cancelling: Bool = false
  ) -> LeaseRules.Verdict {
    var generator = SplitMix64(seed: 1)
    return rules.verdict(
      on: ending,
      of: LeaseRules.Attempt(
        number: attempt, bound: bound, runAt: now - .seconds(7), cancellationRequested: cancelling),
      now: now, using: &generator)
  }

  @Test("a failure with attempts left waits its back-off")
  func failed() {
    #expect(
      verdict(.failed(.later), attempt: 2)
        == LeaseRules.Verdict(state: .retryable, attempt: 2, runAt: now + .seconds(2)))
    #expect(verdict(.failed(.after(.seconds(-3)))).runAt == now, "never before now")
  }

  @Test("the last attempt and the advice never discard")
  func discarded() {
    #expect(verdict(.failed(.later), attempt: 3).state == .discarded)
    #expect(verdict(.failed(.after(.seconds(1))), attempt: 3).state == .discarded)
    #expect(verdict(.failed(.never)).state == .discarded)
    let rescued = verdict(.rescued(.workerDied), attempt: 3)
    #expect(rescued.state == .discarded && rescued.failure?.code == "worker-died")
    #expect(rescued.failure?.message == "The worker ended during attempt 3 of 3.")
  }

  @Test("a rescued job may start at once, its attempt counted")
  func rescued() {
    let verdict = verdict(.rescued(.leaseExpired))
    #expect(verdict.state == .retryable && verdict.runAt == now && verdict.attempt == 1)
  }

  @Test("a released attempt is not counted")
  func released() {
    #expect(
      verdict(.released, attempt: 2)
        == LeaseRules.Verdict(state: .available, attempt: 1, runAt: now - .seconds(7)))
  }

  @Test(
    "cancellation wins over every other end",
    arguments: [
      LeaseRules.Ending.failed(.later), .failed(.never), .released, .rescued(.workerDied),
      .cancelled,
    ])
  func cancelled(_ ending: LeaseRules.Ending) {
    #expect(verdict(ending, cancelling: true).state == .cancelled)
  }

  @Test("a job is taken from the dead and from the silent only")
  func rescueReason() {
    func reason(_ seconds: Int, dead: Set<String> = []) -> LeaseRules.RescueReason? {
      LeaseRules.rescueReason(
        owner: "a", deadline: now + .seconds(seconds), deadOwners: dead, now: now)
    }
    #expect(reason(5) == nil)
    #expect(reason(0) == nil, "the deadline itself still counts")
    #expect(reason(-1) == .leaseExpired)
    #expect(reason(5, dead: ["a", "b"]) == .workerDied)
    #expect(reason(5, dead: ["b"]) == nil)
  }
}

@Suite("Backoff")
struct BackoffTests {
  @Test("without jitter it doubles up to the cap")
  func doubles() {
    let backoff = Backoff(base: .seconds(2), factor: 2, cap: .seconds(30), jitter: 0)
    var generator = SplitMix64(seed: 1)
    let delays = (1...6).map { backoff.delay(afterAttempt: $0, using: &generator) }
    #expect(delays == [2, 4, 8, 16, 30, 30].map { Duration.seconds($0) })
    #expect(backoff.delay(afterAttempt: .max, using: &generator) == .seconds(30))
  }

  @Test("jitter only shortens, by at most its share", arguments: UInt64(1)...20)
  func jitter(seed: UInt64) {
    let backoff = Backoff(base: .seconds(2), factor: 3, cap: .seconds(600), jitter: 0.5)
    var generator = SplitMix64(seed: seed)
    var twin = SplitMix64(seed: seed)
    for attempt in 1...8 {
      let delay = backoff.delay(afterAttempt: attempt, using: &generator)
      var full = Backoff(base: .seconds(2), factor: 3, cap: .seconds(600), jitter: 0)
      #expect(backoff.delay(afterAttempt: attempt, using: &twin) == delay, "same seed, same delay")
      let longest = full.delay(afterAttempt: attempt, using: &generator)
      _ = full.delay(afterAttempt: attempt, using: &twin)
      #expect(delay <= longest && delay >= longest / 2 - .milliseconds(1))
      full.jitter = 1
    }
  }

  @Test("values out of range are moved to the nearest allowed one")
  func clamped() {
    let backoff = Backoff(base: .zero, factor: 0, cap: .zero, jitter: 7)
    #expect(backoff == Backoff(base: .milliseconds(1), factor: 1, cap: .milliseconds(1), jitter: 1))
    var generator = SplitMix64(seed: 3)
    #expect(backoff.delay(afterAttempt: 5, using: &generator) == .milliseconds(1))
  }
}
