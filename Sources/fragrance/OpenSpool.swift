import JobSpool
import Settings

/// The spool as a command sees it: opened for a moment beside app and workers.
struct OpenSpool: Sendable {
  let settings: Settings
  let folder: SpoolFolder
  let store: SQLiteJobStore

  /// The job once it has ended or the time is up; nil when there is none.
  ///
  /// Progress is told on standard error while it runs.
  func waitForEnd(of id: JobID, atMost duration: Duration) async throws -> Job? {
    let clock = ContinuousClock()
    let end = clock.now + duration
    var told = ""
    while true {
      guard let job = try await store.job(id) else { return nil }
      if job.state.isFinal || clock.now >= end { return job }
      let stage = job.progress?.stage ?? job.state.rawValue
      if stage != told {
        Terminal.writeError("\(stage) …")
        told = stage
      }
      try await clock.sleep(for: .milliseconds(50))
    }
  }
}

/// Opens the spool, does something with it and closes it; a spool that cannot be used ends the
/// command with its own exit code.
func withSpool<Value>(
  _ options: SettingsOptions, _ body: (OpenSpool) async throws -> Value
) async throws -> Value {
  let settings = try options.load()
  do {
    let spool = try Assembly.openSpool(settings)
    let value = try await body(spool)
    try spool.store.close()
    return value
  } catch let error as SpoolError {
    Terminal.writeError("\(error)")
    throw Exit.unavailable
  }
}
