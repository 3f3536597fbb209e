/// How long a failed job waits before its next attempt: exponential, capped, with jitter.
///
///     delay(n) = min(cap, base · factor^(n-1)) · (1 - jitter·u),  u uniform in 0..<1
///
/// Jitter only shortens, so `cap` is never exceeded and jobs that failed together do not come back
/// together.
package struct Backoff: Sendable, Hashable {
  /// Delay after the first attempt, before jitter; more than zero.
  package var base: Duration

  /// Growth from one attempt to the next; at least 1.
  package var factor: Double

  /// Longest delay.
  package var cap: Duration

  /// Share of the delay that chance may take away, 0...1.
  package var jitter: Double

  /// Values out of range are moved to the nearest allowed one.
  package init(
    base: Duration = .seconds(2), factor: Double = 2, cap: Duration = .seconds(600),
    jitter: Double = 0.5
  ) {
    self.base = max(base, .milliseconds(1))
    self.factor = max(factor, 1)
    self.cap = max(cap, self.base)
    self.jitter = min(max(jitter, 0), 1)
  }

  /// Delay before the attempt that follows `attempt` (from 1), in whole milliseconds, at least 1
  /// ms.
  package func delay(
    afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    let ceiling = Double(cap.milliseconds)
    var delay = Double(base.milliseconds)
    // A loop that stops at the cap: pow() would overflow for a large attempt number.
    for _ in 1..<max(attempt, 1) {
      delay *= factor
      if delay >= ceiling || factor == 1 { break }
    }
    let shortened = min(delay, ceiling) * (1 - jitter * Double.random(in: 0..<1, using: &generator))
    return .milliseconds(max(Int64(shortened), 1))
  }
}
