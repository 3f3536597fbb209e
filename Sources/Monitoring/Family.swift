/// One metric with all its series.
struct Family {
  /// The value every label takes once a metric has as many series as it may have.
  static let overflowValue = "other"

  var description: MetricDescription

  /// By label values, in the order of the description's labels.
  var series: [[String]: any Series] = [:]

  init(_ description: MetricDescription) {
    self.description = description
    if description.labels.isEmpty {
      switch description.kind {
      case .counter: series[[]] = CounterSeries()
      case .histogram(let bounds): series[[]] = HistogramSeries(bounds: bounds)
      // A gauge that was never set has no value yet.
      case .gauge: break
      }
    }
  }

  /// The series of these labels, made if need be.
  ///
  /// - Returns: the series, and whether it stands for labels that were folded together.
  mutating func series<Handler: Series>(
    for dimensions: [(String, String)], bound: Int, make: () -> Handler
  ) -> (Handler, isFolded: Bool) {
    var values = description.labels.map { label in
      dimensions.first { PrometheusText.name($0.0) == label }?.1 ?? ""
    }
    var isFolded = false
    if series[values] == nil, series.count >= bound {
      values = description.labels.map { _ in Self.overflowValue }
      isFolded = true
    }
    if let known = series[values] {
      return (known as? Handler ?? make(), isFolded)
    }
    let made = make()
    if Self.prints(made, description.kind) { series[values] = made }
    return (made, isFolded)
  }

  func write(to text: inout PrometheusText) {
    text.header(description)
    let sorted = series.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (values, series) in sorted {
      let labels = zip(description.labels, values).map { (name: $0, value: $1) }
      series.write(to: &text, name: description.name, labels: labels)
    }
  }

  private static func prints(_ series: any Series, _ kind: MetricDescription.Kind) -> Bool {
    switch kind {
    case .counter: series is CounterSeries
    case .gauge: series is GaugeSeries
    case .histogram: series is HistogramSeries
    }
  }
}
