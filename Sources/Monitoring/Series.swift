import CoreMetrics
import Synchronization

/// The numbers behind one line (or one histogram) of a scrape.
protocol Series: AnyObject, Sendable {
  func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)])
}

/// A number that only grows.
final class CounterSeries: Series, CounterHandler, FloatingPointCounterHandler {
  private let value = Mutex(0.0)

  func increment(by amount: Int64) { increment(by: Double(amount)) }

  func increment(by amount: Double) {
    guard amount.isFinite, amount > 0 else { return }
    value.withLock { $0 += amount }
  }

  func reset() { value.withLock { $0 = 0 } }

  func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)]) {
    text.sample(name, labels, value.withLock { $0 })
  }
}

/// A number that goes up and down.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
  private let value = Mutex(0.0)

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)]) {
    text.sample(name, labels, value.withLock { $0 })
  }
}

/// Observations counted by size. A timer's observations are seconds.
final class HistogramSeries: Series, RecorderHandler, TimerHandler {
  private struct Totals {
    /// `[bounds + 1]`: observations up to each bound and above the one before, the last unbounded.
    var counts: [UInt64]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let totals: Mutex<Totals>

  init(bounds: [Double]) {
    self.bounds = bounds
    totals = Mutex(Totals(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard value.isFinite else { return }
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    totals.withLock {
      $0.counts[bucket] += 1
      $0.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)]) {
    let totals = totals.withLock { $0 }
    var running: UInt64 = 0
    for (bound, count) in zip(bounds + [.infinity], totals.counts) {
      running += count
      let label = (name: "le", value: PrometheusText.format(bound))
      text.sample("\(name)_bucket", labels + [label], Double(running))
    }
    text.sample("\(name)_sum", labels, totals.sum)
    text.sample("\(name)_count", labels, Double(running))
  }
}
