import BenchmarkReport
import CheckpointArchive
import Foundation
import PolicyLearning
import ReferenceWorlds

/// Writing a checkpoint of a 256 × 256 run, to the disk and with fsync.
struct CheckpointSection {
  func run() throws {
    let trainer = try Loop(hidden: 256, batch: 2048).trainer(iterations: 2)
    let update = trainer.update()
    let folder = ".build-checkpoints"
    // Left over where it cannot be removed.
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try CheckpointStore(folder: folder, keptCount: 2)
    var settings = LearnerSettings()
    settings.hiddenSizes = [256, 256]
    func times(isBest: Bool) throws -> [Double] {
      try (1...30).map { number in
        try timed {
          try store.keep(
            Checkpoint(
              header: CheckpointHeader(
                program: "benchmark", kernels: try BLAS.core(), environment: "blend", palette: [],
                observationSize: trainer.observationSize, action: trainer.action,
                hiddenSizes: [256, 256], updateCount: number, totalSteps: 0, score: nil,
                lastUpdate: UpdateMetrics(update), settings: settings.json),
              state: trainer.state), isBest: isBest)
        }.seconds * 1000
      }
    }
    let best = Spread(try times(isBest: true))
    let spread = Spread(try times(isBest: false))
    let size = try FileManager.default.attributesOfItem(
      atPath: "\(folder)/update-00000030.ckpt")[.size]
    Report.line(
      "Checkpoint of a 256x256 run, \(size ?? 0) bytes, encoded, written and synced, milliseconds: "
        + spread.cells(2).joined(separator: " / ") + " (minimum, median, maximum of 30)")
    Report.line(
      "the same, kept as the best too: " + best.cells(2).joined(separator: " / "))
    let updateSeconds = 16_384 / update.stepsPerSecond
    Report.line(
      "at one in ten updates of \(String(format: "%.2f", updateSeconds)) s: "
        + String(format: "%.2f %%", spread.median / 10 / updateSeconds / 10) + " of the training")
  }
}
