package import JobSpool
package import Logging
package import ServiceLifecycle

/// Gives the jobs of dead workers back to the queue, so that they do not wait for an app.
///
/// The app's keeper does the same, faster; doing it twice is harmless, since each change is guarded by
/// the state it leaves.
package struct OrphanRescue: Service {
  private let store: any JobStore
  private let folder: SpoolFolder
  private let interval: Duration
  private let clock: any Clock<Duration>
  private let now: @Sendable () -> Timestamp
  private let logger: Logger

  package init(
    store: any JobStore, folder: SpoolFolder, interval: Duration, clock: any Clock<Duration>,
    now: @escaping @Sendable () -> Timestamp, logger: Logger
  ) {
    self.store = store
    self.folder = folder
    self.interval = interval
    self.clock = clock
    self.now = now
    self.logger = logger
  }

  /// Looks for orphans until shutdown.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await rescueOnce()
        do { try await clock.sleep(for: interval) } catch { return }
      }
    }
  }

  /// One look; a failure is logged and the next look tries again.
  package func rescueOnce() async {
    do {
      let owners = try await store.runningOwners()
      guard !owners.isEmpty else { return }
      let dead = try WorkerLock.deadOwners(among: owners, in: folder)
      for (job, state) in try await store.rescue(deadOwners: dead, now: now()) {
        logger.warning("rescued", metadata: ["job": "\(job)", "state": "\(state.rawValue)"])
      }
    } catch {
      logger.error("rescue failed", metadata: ["error": "\(error)"])
    }
  }
}
