import JobSpool
import Synchronization

/// The tasks of the attempts in flight.
final class AttemptTasks: Sendable {
  private let tasks = Mutex<[JobID: Task<Void, Never>]>([:])
  private let onEnd: @Sendable () -> Void

  init(onEnd: @escaping @Sendable () -> Void) {
    self.onEnd = onEnd
  }

  var count: Int { tasks.withLock { $0.count } }

  func add(_ job: JobID, _ task: Task<Void, Never>) {
    tasks.withLock { $0[job] = task }
  }

  func ended(_ job: JobID) {
    tasks.withLock { $0[job] = nil }
    onEnd()
  }

  func cancelAll() {
    for task in tasks.withLock({ Array($0.values) }) { task.cancel() }
  }

  func waitForAll() async {
    for task in tasks.withLock({ Array($0.values) }) { await task.value }
  }
}
