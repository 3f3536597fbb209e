import CheckpointArchive
import PolicyLearning

/// The folder of a run, locked, with the checkpoint the run goes on from.
struct RunFolder {
  let store: CheckpointStore

  /// Nil for a run that has not begun.
  let latest: CheckpointStore.Found?
  private let lock: RunLock

  /// - Parameter time: seconds since 1970.
  /// - Throws: `TrainingRunError.inUse`; `CheckpointError`.
  init(_ plan: RunPlan, time: Double) throws {
    store = try CheckpointStore(folder: plan.folder, keptCount: max(2, plan.keptCheckpoints))
    lock = try RunLock(folder: plan.folder)
    // What another process may still be writing is younger than an hour.
    try store.sweep(olderThan: time - 3600)
    latest = try store.latest()
  }

  /// The newest checkpoint that was made at the interval, as an undisturbed run would have it.
  func snapshot(interval: Int) throws -> Checkpoint? {
    for name in try store.names().reversed() {
      // A damaged one is passed over here as everywhere.
      guard let checkpoint = try? CheckpointStore.read("\(store.folder)/\(name)"),
        checkpoint.header.updateCount % interval == 0
      else { continue }
      return checkpoint
    }
    return nil
  }

  /// What is not as it was when the run was last at work, one sentence each.
  func notices(ranks: Int) throws -> [String] {
    guard let latest else { return [] }
    var notices = latest.damaged.map { "A damaged checkpoint was passed over: \($0)" }
    let (before, now) = (latest.checkpoint.header.kernels, try BLAS.core())
    if before != now {
      notices.append(
        "The run was begun with \(before) kernels and goes on with \(now): not to the same bits.")
    }
    let count = latest.checkpoint.state.rankCount
    if count != ranks {
      notices.append(
        "The run was at work on \(count) ranks and goes on with \(ranks): not to the same bits.")
    }
    return notices
  }
}
