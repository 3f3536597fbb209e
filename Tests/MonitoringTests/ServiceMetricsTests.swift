import Testing

@testable import Monitoring

@Suite struct `The program's own metrics` {
  @Test func `each has a well-formed name, a help text, growing bounds and a unit`() {
    for metric in MetricDescription.all {
      #expect(PrometheusText.name(metric.name) == metric.name)
      #expect(!metric.help.isEmpty)
      switch metric.kind {
      case .counter: #expect(metric.name.hasSuffix("_total"))
      case .gauge: #expect(!metric.name.hasSuffix("_total"))
      case .histogram(let bounds):
        #expect(metric.name.hasSuffix("_seconds"))
        #expect(bounds == bounds.sorted())
        #expect(Set(bounds).count == bounds.count)
      }
    }
    #expect(Set(MetricDescription.all.map(\.name)).count == MetricDescription.all.count)
  }

  @Test func `a fresh scrape names every metric and starts those without labels at 0`() async {
    let scrape = await PrometheusRegistry().scrape()
    for metric in MetricDescription.all { #expect(scrape.contains("# TYPE \(metric.name) ")) }
    #expect(scrape.contains("\nrl_training_episodes_total 0\n"))
    #expect(scrape.contains("\njob_attempts_total 0\n"))
  }

  @Test func `what happened moves its metric`() async {
    let registry = PrometheusRegistry()
    let metrics = ServiceMetrics(registry: registry)
    metrics.requestAnswered(
      method: "GET", route: "/v1/jobs/{id}", status: 404, took: .milliseconds(3))
    metrics.inferenceFinished(
      model: "qwen", role: "reader", mode: "fast", took: .milliseconds(700))
    metrics.episodesFinished(12)
    metrics.jobFinished(queue: "llm_inference_queue", state: "completed")
    metrics.stageFinished("composing", took: .milliseconds(40))
    metrics.jobClaimed(queue: "llm_inference_queue", after: .seconds(2))
    metrics.inboxFileTaken(outcome: "rejected")
    let scrape = await registry.scrape()
    for line in [
      "http_requests_total{method=\"GET\",route=\"/v1/jobs/{id}\",status=\"404\"} 1",
      "http_request_duration_seconds_bucket{method=\"GET\",route=\"/v1/jobs/{id}\","
        + "le=\"0.0025\"} 0",
      "http_request_duration_seconds_bucket{method=\"GET\",route=\"/v1/jobs/{id}\",le=\"0.005\"} 1",
      "llm_inference_duration_seconds_sum{model=\"qwen\",role=\"reader\",mode=\"fast\"} 0.7",
      "rl_training_episodes_total 12",
      "jobs_finished_total{queue=\"llm_inference_queue\",state=\"completed\"} 1",
      "job_stage_duration_seconds_count{stage=\"composing\"} 1",
      "job_wait_seconds_sum{queue=\"llm_inference_queue\"} 2",
      "job_attempts_total 1",
      "inbox_files_total{outcome=\"rejected\"} 1",
    ] {
      #expect(scrape.contains("\n\(line)\n"), "\(line)")
    }
  }

  @Test func `queues are counted at scrape`() async {
    let registry = PrometheusRegistry()
    ServiceMetrics(registry: registry).watchQueues {
      [
        QueueReading(
          queue: "llm_inference_queue", counts: ["running": 1, "available": 4],
          oldestWait: .milliseconds(1500)),
        QueueReading(queue: "rl_training_queue", counts: [:], oldestWait: nil),
      ]
    }
    let scrape = await registry.scrape()
    #expect(scrape.contains("queue_size{queue=\"llm_inference_queue\",state=\"available\"} 4\n"))
    #expect(scrape.contains("queue_size{queue=\"llm_inference_queue\",state=\"running\"} 1\n"))
    #expect(scrape.contains("queue_oldest_waiting_seconds{queue=\"llm_inference_queue\"} 1.5\n"))
    #expect(scrape.contains("queue_oldest_waiting_seconds{queue=\"rl_training_queue\"} 0\n"))
  }
}
