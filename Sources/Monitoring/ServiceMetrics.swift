import CoreMetrics

/// How many jobs a queue holds, for the gauges of the queues.
package struct QueueReading: Sendable {
  /// Name of the queue.
  package var queue: String

  /// Number of jobs by state.
  package var counts: [String: Int]

  /// Age of the oldest job that could be claimed; nil when none waits.
  package var oldestWait: Duration?

  package init(queue: String, counts: [String: Int], oldestWait: Duration?) {
    self.queue = queue
    self.counts = counts
    self.oldestWait = oldestWait
  }
}

/// The program's own metrics by what happened, so that names and labels stand in one place.
///
/// Label values must come from small fixed sets: route templates, names of queues, states, stages,
/// models. Never an id, a path or a text of a client.
package struct ServiceMetrics: Sendable {
  /// Where the numbers go.
  package let registry: PrometheusRegistry

  package init(registry: PrometheusRegistry) {
    self.registry = registry
  }

  /// An HTTP request was answered.
  ///
  /// - Parameter route: the template, such as `/v1/jobs/{id}`.
  package func requestAnswered(method: String, route: String, status: Int, took: Duration) {
    count(.httpRequests, [method, route, String(status)])
    time(.httpRequestDuration, [method, route], took)
  }

  /// A language model finished one completion.
  package func inferenceFinished(model: String, role: String, mode: String, took: Duration) {
    time(.inferenceDuration, [model, role, mode], took)
  }

  /// Training went through that many episodes.
  package func episodesFinished(_ episodeCount: Int) {
    count(.trainingEpisodes, [], by: episodeCount)
  }

  /// A job reached a final state.
  package func jobFinished(queue: String, state: String) {
    count(.jobsFinished, [queue, state])
  }

  /// One stage of a job ended, such as `composing`.
  package func stageFinished(_ stage: String, took: Duration) {
    time(.jobStageDuration, [stage], took)
  }

  /// A worker claimed a job and starts an attempt at it.
  ///
  /// - Parameter wait: from the moment the job could run to its claim.
  package func jobClaimed(queue: String, after wait: Duration) {
    time(.jobWait, [queue], wait)
    count(.jobAttempts, [])
  }

  /// A file of the inbox was dealt with.
  ///
  /// - Parameter outcome: `accepted`, `rejected` or `duplicate`.
  package func inboxFileTaken(outcome: String) {
    count(.inboxFiles, [outcome])
  }

  /// Has the queues counted at each scrape.
  package func watchQueues(_ read: @escaping @Sendable () async throws -> [QueueReading]) {
    registry.onScrape("queues") {
      try await read().flatMap { reading in
        let sizes = reading.counts.map { state, count in
          GaugeReading(.queueSize, [reading.queue, state], value: Double(count))
        }
        let wait = reading.oldestWait.map(Self.seconds) ?? 0
        return sizes + [GaugeReading(.queueOldestWait, [reading.queue], value: wait)]
      }
    }
  }

  private func count(_ metric: MetricDescription, _ values: [String], by amount: Int = 1) {
    registry.makeCounter(label: metric.name, dimensions: Array(zip(metric.labels, values)))
      .increment(by: Int64(amount))
  }

  private func time(_ metric: MetricDescription, _ values: [String], _ duration: Duration) {
    registry.makeRecorder(
      label: metric.name, dimensions: Array(zip(metric.labels, values)), aggregate: true
    ).record(Self.seconds(duration))
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
