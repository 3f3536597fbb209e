package import PolicyLearning
package import TrainingCurves

/// What a training run is to do, and where it keeps what it makes.
package struct RunPlan: Sendable {
  /// Checkpoints, curve, plot and TensorBoard events are kept here.
  package var folder: String
  package var learner = LearnerSettings()
  package var rollback = RollbackRules()

  /// Updates from one checkpoint to the next, from 1; also how far a rollback goes at most.
  package var checkpointInterval = 10

  /// Checkpoints that are kept beside the best, from 2.
  package var keptCheckpoints = 3

  /// Updates from one evaluation to the next, from 1.
  package var evaluationInterval = 10

  /// Evaluations in a row without improvement after which the run ends; nil runs to its end.
  package var patience: Int?

  /// What counts as an improvement of the score.
  package var leastImprovement = 0.001

  /// What is learned in, for the header of checkpoints.
  package var environment: String

  /// Materials the actions stand for, in order.
  package var palette: [String]

  /// Of the program, for the header of checkpoints.
  package var program: String

  package init(folder: String, environment: String, palette: [String], program: String) {
    self.folder = folder
    self.environment = environment
    self.palette = palette
    self.program = program
  }
}

/// How far a run is.
package struct RunProgress: Sendable {
  package var update: TrainingUpdate

  /// Of this update; nil where there was none.
  package var evaluation: TrainingEvaluation?

  /// 0...1.
  package var fraction: Double

  /// Until all steps are done, at the speed of the last updates.
  package var secondsLeft: Double
}

/// What a run came to.
package struct RunOutcome: Sendable {
  /// Why a run ended.
  package enum End: String, Sendable {
    /// All steps are done.
    case finished

    /// The score no longer improved.
    case plateau

    /// It was told to stop; it can be gone on with.
    case stopped
  }

  package var end: End
  package var updates: Int
  package var totalSteps: Int

  /// Of the best evaluation; nil when there was none.
  package var bestScore: Double?

  /// Rollbacks with the update each took back, in order.
  package var rollbacks: [(update: Int, reason: RollbackReason)]
  package var lastUpdate: TrainingUpdate?
}

/// Why a run could not go on.
package enum TrainingRunError: Error, Sendable {
  /// Rollback after rollback to one state; the last good checkpoint is kept.
  case diverged(update: Int, reason: RollbackReason, rollbacks: Int)

  /// The folder holds a run with other settings.
  case otherSettings(folder: String)

  /// A living process trains in the folder; nothing in it was touched.
  case inUse(folder: String)

  /// Ranks were started with other settings, palettes or kernels than the first.
  case ranksDiffer

  /// Ranks came to other parameters; the last checkpoint is of an update before they did.
  case ranksDiverged(update: Int)
}

extension TrainingRunError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .diverged(let update, let reason, let rollbacks):
      "Training diverged at update \(update) (\(reason.rawValue)) and did so again after each of "
        + "\(rollbacks) rollbacks; the last good checkpoint is kept. Try a lower learning rate."
    case .otherSettings(let folder):
      "\(folder) holds a run with other settings; choose another folder, or the settings it has."
    case .inUse(let folder):
      "Another process trains in \(folder); wait for it, or choose another name."
    case .ranksDiffer:
      "The ranks have other settings, materials or OpenBLAS kernels than the first; start them "
        + "alike, with OPENBLAS_CORETYPE set to what all machines have."
    case .ranksDiverged(let update):
      "The ranks no longer have the same parameters after update \(update); the last checkpoint "
        + "is from before and can be gone on with."
    }
  }
}

extension TrainingRunError {
  /// The stable word for programs.
  package var code: String {
    switch self {
    case .diverged: "training-diverged"
    case .otherSettings: "run-exists"
    case .inUse: "run-in-use"
    case .ranksDiffer: "ranks-differ"
    case .ranksDiverged: "ranks-diverged"
    }
  }
}
