package import JobSpool
package import Logging
import ServiceLifecycle

/// What a worker does for the spool beside its jobs.
///
/// It says that this kernel uses the spool, and gives the jobs of dead workers back, so that they
/// do not wait for an app. The app's keeper does the same, faster; doing it twice is harmless,
/// since each change is guarded by the state it leaves.
package struct SpoolUpkeep: Service {
  private let store: SQLiteJobStore
  private let folder: SpoolFolder
  private let kernel: KernelIdentity
  private let interval: Duration
  private let clock: any Clock<Duration>
  private let now: @Sendable () -> Timestamp
  private let logger: Logger

  package init(
    store: SQLiteJobStore, folder: SpoolFolder, kernel: KernelIdentity, interval: Duration,
    clock: any Clock<Duration>, now: @escaping @Sendable () -> Timestamp, logger: Logger
  ) {
    self.store = store
    self.folder = folder
    self.kernel = kernel
    self.interval = interval
    self.clock = clock
    self.now = now
    self.logger = logger
  }

  /// Turns until shutdown.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var count = 0
      while !Task.isCancelled {
        await turn(notesKernel: count % 10 == 0)
        count += 1
        do { try await clock.sleep(for: interval) } catch { return }
      }
    }
  }

  /// One turn; a failure is logged and the next turn tries again.
  package func turn(notesKernel: Bool) async {
    do {
      if notesKernel { try await store.noteKernel(kernel, now: now()) }
      let owners = try await store.runningOwners()
      guard !owners.isEmpty else { return }
      let folder = folder
      let dead = try await ComputeThreads.storage.run {
        try WorkerLock.deadOwners(among: owners, in: folder)
      }
      for (job, state) in try await store.rescue(deadOwners: dead, now: now()) {
        logger.warning("rescued", metadata: ["job": "\(job)", "state": "\(state.rawValue)"])
      }
    } catch {
      logger.error("upkeep failed", metadata: ["error": "\(error)"])
    }
  }
}
