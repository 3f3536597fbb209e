package import CoreMetrics
import Synchronization

/// A number read at scrape, for what nobody counts along the way.
package struct GaugeReading: Sendable {
  /// The gauge it is a reading of.
  package var metric: MetricDescription

  /// One value for each label of the metric, in its order.
  package var labelValues: [String]
  package var value: Double

  package init(_ metric: MetricDescription, _ labelValues: [String] = [], value: Double) {
    self.metric = metric
    self.labelValues = labelValues
    self.value = value
  }
}

/// All metrics of the process: a back end of swift-metrics with a scrape in Prometheus' text
/// format.
///
/// Invariants: metrics are printed in the order of their names and series in the order of their
/// label values, so equal numbers give equal bytes; a metric never has more than `seriesBound`
/// series and one more labelled `other`; a metric nobody described gets its labels from its first
/// use.
package final class PrometheusRegistry: MetricsFactory {
  /// Most label combinations of a metric.
  package let seriesBound: Int

  private let state: Mutex<State>

  private struct State {
    var families: [String: Family]
    var sources: [(name: String, read: ScrapeSource)] = []
  }

  /// Reads gauges at the moment of a scrape.
  package typealias ScrapeSource = @Sendable () async throws -> [GaugeReading]

  package init(
    describing descriptions: [MetricDescription] = MetricDescription.all, seriesBound: Int = 500
  ) {
    self.seriesBound = seriesBound
    var families: [String: Family] = [:]
    for description in descriptions { families[description.name] = Family(description) }
    state = Mutex(State(families: families))
  }

  /// Adds gauges that are read at each scrape. A read that throws is counted and left out.
  package func onScrape(_ name: String, read: @escaping ScrapeSource) {
    state.withLock { $0.sources.append((name, read)) }
  }

  /// The scrape: every metric in Prometheus' text format 0.0.4.
  package func scrape() async -> String {
    var readings: [GaugeReading] = []
    for source in state.withLock({ $0.sources }) {
      do {
        readings += try await source.read()
      } catch {
        // The reason is in the log of whoever failed; a scrape tells that it happened.
        let label = (MetricDescription.scrapeFailures.labels[0], source.name)
        makeCounter(label: MetricDescription.scrapeFailures.name, dimensions: [label])
          .increment(by: 1)
      }
    }
    var families = state.withLock { $0.families }
    for reading in readings {
      var family = families[reading.metric.name] ?? Family(reading.metric)
      let gauge = GaugeSeries()
      gauge.set(reading.value)
      family.series[reading.labelValues] = gauge
      families[reading.metric.name] = family
    }
    var text = PrometheusText()
    for family in families.values.sorted(by: { $0.description.name < $1.description.name }) {
      family.write(to: &text)
    }
    return text.text
  }

  package func makeCounter(
    label: String, dimensions: [(String, String)]
  ) -> any CounterHandler {
    series(label, dimensions, kind: .counter, make: CounterSeries.init)
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, kind: .counter, make: CounterSeries.init)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, kind: .gauge, make: GaugeSeries.init)
  }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else {
      return series(label, dimensions, kind: .gauge, make: GaugeSeries.init)
    }
    return histogram(label, dimensions)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions)
  }

  package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
    forget(handler)
  }
  package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

  private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
    let known = state.withLock { $0.families[PrometheusText.name(label)]?.description.kind }
    let bounds =
      if case .histogram(let bounds)? = known { bounds } else { MetricDescription.requestSeconds }
    return series(label, dimensions, kind: .histogram(bounds: bounds)) {
      HistogramSeries(bounds: bounds)
    }
  }

  /// The series of these labels, made at its first use.
  ///
  /// A name that is in use for another kind of metric gives a series that is never printed: a wrong
  /// use must not break the scrape of the others.
  private func series<Handler: Series>(
    _ label: String, _ dimensions: [(String, String)], kind: MetricDescription.Kind,
    make: () -> Handler
  ) -> Handler {
    let name = PrometheusText.name(label)
    let (handler, isFolded) = state.withLock { state in
      let description = MetricDescription(
        name, kind, labels: dimensions.map { PrometheusText.name($0.0) }.sorted(), help: label)
      return state.families[name, default: Family(description)]
        .series(for: dimensions, bound: seriesBound, make: make)
    }
    if isFolded, name != MetricDescription.foldedSeries.name {
      makeCounter(
        label: MetricDescription.foldedSeries.name,
        dimensions: [(MetricDescription.foldedSeries.labels[0], name)]
      ).increment(by: 1)
    }
    return handler
  }

  private func forget(_ handler: AnyObject) {
    state.withLock { state in
      for (name, family) in state.families {
        for (values, series) in family.series where series === handler {
          state.families[name]?.series[values] = nil
        }
      }
    }
  }
}
