import Perfumery

/// The figures of a brief, each in its place.
struct Figures {
  var budget: Reading<Money>?
  var hours: Reading<Double>?
  var allergenPpm: Reading<Double>?
  var dosagePercent: Reading<Double>?

  /// Percent that stands beside a family or note, by the item it belongs to.
  var percents: [Int: Double] = [:]
}
