import CoreMetrics
import Testing

@testable import Monitoring

@Suite struct `The registry` {
  static let orders = MetricDescription(
    "orders_total", .counter, labels: ["shop", "size"], help: "Orders \\ taken,\nall of them.")
  static let delay = MetricDescription(
    "delay_seconds", .histogram(bounds: [0.5, 1]), help: "Delay.")
  static let level = MetricDescription("level", .gauge, labels: ["tank"], help: "Level.")

  private func registry(seriesBound: Int = 500) -> PrometheusRegistry {
    PrometheusRegistry(describing: [Self.orders, Self.delay, Self.level], seriesBound: seriesBound)
  }

  @Test func `a scrape is the text format with help, type and sorted series`() async {
    let registry = registry()
    // Dimensions in another order than the description, values that need escaping.
    Counter(label: "orders_total", dimensions: [("size", "m"), ("shop", "b")], factory: registry)
      .increment(by: 2)
    Counter(
      label: "orders_total", dimensions: [("shop", "a\"\\\n"), ("size", "서울")], factory: registry
    ).increment()
    let timer = Timer(label: "delay_seconds", dimensions: [], factory: registry)
    timer.recordMilliseconds(250)
    timer.recordMilliseconds(500)
    timer.recordSeconds(3)
    Meter(label: "level", dimensions: [("tank", "east")], factory: registry).set(1.5)
    #expect(
      await registry.scrape() == """
        # HELP delay_seconds Delay.
        # TYPE delay_seconds histogram
        delay_seconds_bucket{le="0.5"} 2
        delay_seconds_bucket{le="1"} 2
        delay_seconds_bucket{le="+Inf"} 3
        delay_seconds_sum 3.75
        delay_seconds_count 3
        # HELP level Level.
        # TYPE level gauge
        level{tank="east"} 1.5
        # HELP orders_total Orders \\\\ taken,\\nall of them.
        # TYPE orders_total counter
        orders_total{shop="a\\"\\\\\\n",size="서울"} 1
        orders_total{shop="b",size="m"} 2

        """)
  }

  @Test func `the same labels are the same series`() async {
    let registry = registry()
    for _ in 0..<3 {
      Counter(label: "orders_total", dimensions: [("shop", "a"), ("size", "s")], factory: registry)
        .increment()
    }
    #expect(await registry.scrape().contains("orders_total{shop=\"a\",size=\"s\"} 3\n"))
  }

  @Test func `labels beyond the bound are folded into one series and counted`() async {
    let registry = registry(seriesBound: 2)
    for shop in 0..<10 {
      Counter(
        label: "orders_total", dimensions: [("shop", "\(shop)"), ("size", "s")], factory: registry
      ).increment()
    }
    let lines = await registry.scrape().split(separator: "\n").filter { $0.contains("_total{") }
    #expect(
      lines == [
        "metrics_folded_total{metric=\"orders_total\"} 8",
        "orders_total{shop=\"0\",size=\"s\"} 1",
        "orders_total{shop=\"1\",size=\"s\"} 1",
        "orders_total{shop=\"other\",size=\"other\"} 8",
      ])
  }

  @Test func `labels nobody declared are dropped and missing ones are empty`() async {
    let registry = registry()
    Counter(label: "orders_total", dimensions: [("path", "/x"), ("size", "s")], factory: registry)
      .increment()
    #expect(await registry.scrape().contains("orders_total{shop=\"\",size=\"s\"} 1\n"))
  }

  @Test func `a metric nobody described gets a legal name and its own labels`() async {
    let registry = registry()
    Gauge(label: "9.lives-left", dimensions: [("z", "1"), ("a b", "2")], factory: registry)
      .record(7)
    #expect(await registry.scrape().contains("_9_lives_left{a_b=\"2\",z=\"1\"} 7\n"))
  }

  @Test func `a wrong kind for a name does not reach the scrape`() async {
    let registry = registry()
    Meter(label: "orders_total", dimensions: [("shop", "a")], factory: registry).set(5)
    #expect(await !registry.scrape().contains("orders_total{"))
  }

  @Test func `counters only grow and ignore what is no number`() async {
    let registry = registry()
    let counter = FloatingPointCounter(
      label: "orders_total", dimensions: [("shop", "a"), ("size", "s")], factory: registry)
    counter.increment(by: 1.5)
    counter.increment(by: -1.0)
    counter.increment(by: Double.nan)
    let histogram = Recorder(label: "delay_seconds", dimensions: [], factory: registry)
    histogram.record(Double.infinity)
    let scrape = await registry.scrape()
    #expect(scrape.contains("orders_total{shop=\"a\",size=\"s\"} 1.5\n"))
    #expect(scrape.contains("delay_seconds_count 0\n"))
  }

  @Test func `gauges of a source are read at each scrape`() async {
    let registry = registry()
    let source = Source()
    registry.onScrape("tanks") { [await source.next(Self.level)] }
    #expect(await registry.scrape().contains("level{tank=\"west\"} 1\n"))
    #expect(await registry.scrape().contains("level{tank=\"west\"} 2\n"))
  }

  @Test func `a source that fails is counted and leaves the rest standing`() async {
    let registry = registry()
    registry.onScrape("tanks") { throw SourceFailure() }
    registry.onScrape("other") { [GaugeReading(Self.level, ["east"], value: 3)] }
    let scrape = await registry.scrape()
    #expect(scrape.contains("scrape_failures_total{source=\"tanks\"} 1\n"))
    #expect(scrape.contains("level{tank=\"east\"} 3\n"))
  }

  @Test func `a destroyed metric leaves the scrape`() async {
    let registry = registry()
    let meter = Meter(label: "level", dimensions: [("tank", "east")], factory: registry)
    meter.set(1)
    meter.destroy()
    #expect(await !registry.scrape().contains("level{"))
  }

  @Test func `counts from many tasks at once are all kept`() async {
    let registry = registry()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 {
            Counter(
              label: "orders_total", dimensions: [("shop", "a"), ("size", "s")], factory: registry
            ).increment()
          }
        }
      }
    }
    #expect(await registry.scrape().contains("orders_total{shop=\"a\",size=\"s\"} 4000\n"))
  }
}

private struct SourceFailure: Error {}

private actor Source {
  private var count = 0.0

  func next(_ metric: MetricDescription) -> GaugeReading {
    count += 1
    return GaugeReading(metric, ["west"], value: count)
  }
}
