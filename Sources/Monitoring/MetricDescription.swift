/// What a metric is called and what it means: the source of its HELP and TYPE lines.
package struct MetricDescription: Sendable, Hashable {
  /// How the numbers of a metric behave.
  package enum Kind: Sendable, Hashable {
    /// Only grows; the name ends in `_total`.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts observations up to each bound; bounds grow, in the unit of the name.
    case histogram(bounds: [Double])
  }

  /// Name in the scrape; counters end in `_total`, durations in `_seconds`.
  package var name: String

  /// One sentence for people.
  package var help: String
  package var kind: Kind

  /// Label names in the order in which they are printed. A label that is not listed is dropped.
  package var labels: [String]

  package init(_ name: String, _ kind: Kind, labels: [String] = [], help: String) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels
  }
}

extension MetricDescription {
  /// Bounds in seconds for work that a network round trip dominates: 1 ms to 10 s.
  package static let requestSeconds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  /// Bounds in seconds for language models on anything from a GPU to a small CPU: 100 ms to 5 min.
  package static let inferenceSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

  /// Bounds in seconds for the stages of a job: 1 ms to 5 min.
  package static let stageSeconds = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

  /// Bounds in seconds for the time between a job's due moment and its claim: 10 ms to 1 h.
  package static let waitSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600]
}

extension MetricDescription {
  package static let httpRequests = MetricDescription(
    "http_requests_total", .counter, labels: ["method", "route", "status"],
    help: "HTTP requests answered, by method, route template and status.")
  package static let httpRequestDuration = MetricDescription(
    "http_request_duration_seconds", .histogram(bounds: requestSeconds),
    labels: ["method", "route"],
    help: "Time from a request's head to its answer's head; a wait that was asked for included.")
  package static let inferenceDuration = MetricDescription(
    "llm_inference_duration_seconds", .histogram(bounds: inferenceSeconds),
    labels: ["model", "role", "mode"],
    help: "Time one language model took for one completion.")
  package static let trainingEpisodes = MetricDescription(
    "rl_training_episodes_total", .counter, help: "Episodes of reinforcement learning finished.")
  package static let queueSize = MetricDescription(
    "queue_size", .gauge, labels: ["queue", "state"],
    help: "Jobs in a queue by state, read at scrape.")
  package static let queueOldestWait = MetricDescription(
    "queue_oldest_waiting_seconds", .gauge, labels: ["queue"],
    help: "Age of the oldest job that could be claimed, 0 when none waits.")
  package static let jobsFinished = MetricDescription(
    "jobs_finished_total", .counter, labels: ["queue", "state"],
    help: "Jobs that reached a final state, by that state.")
  package static let jobStageDuration = MetricDescription(
    "job_stage_duration_seconds", .histogram(bounds: stageSeconds), labels: ["stage"],
    help: "Time one stage of a job took.")
  package static let jobWait = MetricDescription(
    "job_wait_seconds", .histogram(bounds: waitSeconds), labels: ["queue"],
    help: "Time from the moment a job could run to its claim.")
  package static let jobAttempts = MetricDescription(
    "job_attempts_total", .counter, help: "Attempts at jobs started.")
  package static let inboxFiles = MetricDescription(
    "inbox_files_total", .counter, labels: ["outcome"],
    help: "Files taken from the inbox, by outcome: accepted, rejected or duplicate.")
  package static let scrapeFailures = MetricDescription(
    "scrape_failures_total", .counter, labels: ["source"],
    help: "Reads at scrape that failed; the metrics of that source are absent from the scrape.")
  package static let foldedSeries = MetricDescription(
    "metrics_folded_total", .counter, labels: ["metric"],
    help: "Uses of label values beyond a metric's bound, counted under the value other.")

  /// Every metric of the program. All are listed in each scrape, those without labels from 0.
  package static let all = [
    httpRequests, httpRequestDuration, inferenceDuration, trainingEpisodes, queueSize,
    queueOldestWait, jobsFinished, jobStageDuration, jobWait, jobAttempts, inboxFiles,
    scrapeFailures, foldedSeries,
  ]
}
