package import PolicyLearning
package import StrictJSON

/// A training run at the end of an update, as it is kept in a file.
package struct Checkpoint: Sendable, Equatable {
  /// What the run is: settings, counters, kernels; for people and for checks before a resume.
  package var header: CheckpointHeader

  /// What the run needs to go on.
  package var state: TrainerState

  package init(header: CheckpointHeader, state: TrainerState) {
    self.header = header
    self.state = state
  }

  /// The learned policy.
  ///
  /// - Throws: when the state does not fit what the header says.
  package func policy() throws(CheckpointError) -> Policy {
    do {
      return try Policy(
        state, action: header.action, observationSize: header.observationSize,
        hiddenSizes: header.hiddenSizes)
    } catch {
      throw .unfit("\(error)")
    }
  }

  /// What a checksum cannot tell: that it holds a policy, and header and state agree.
  ///
  /// - Throws: `unfit` with the first thing that is not so.
  package func check() throws(CheckpointError) {
    _ = try policy()
    for tensor in state.tensors where !tensor.isFinite {
      throw .unfit("tensor \(tensor.name) holds a number that is not finite.")
    }
    guard case .word(let counters)? = state["counters"]?.values,
      counters.starts(with: [UInt64(header.updateCount), UInt64(header.totalSteps)])
    else { throw .unfit("header and state disagree on how far the run is.") }
  }
}

extension StateTensor {
  fileprivate var isFinite: Bool {
    switch values {
    case .float(let values): values.allSatisfy(\.isFinite)
    case .double(let values): values.allSatisfy(\.isFinite)
    case .word, .byte: true
    }
  }
}

/// What a checkpoint says of its run.
package struct CheckpointHeader: Sendable, Equatable {
  /// Of the program that wrote it.
  package var program: String

  /// The kernels OpenBLAS had chosen; a run goes on exactly with the same ones alone.
  package var kernels: String

  /// What was learned in, such as `fragrance`.
  package var environment: String

  /// Materials the actions stand for, in order; empty where they stand for none.
  package var palette: [String]
  package var observationSize: Int
  package var action: ActionSpace
  package var hiddenSizes: [Int]
  package var updateCount: Int
  package var totalSteps: Int

  /// Of the last evaluation; nil before one.
  package var score: Double?

  /// What the last update that was kept came to; nil before one.
  package var lastUpdate: UpdateMetrics?

  /// All settings that decide the course of the run, by name.
  package var settings: JSONValue

  package init(
    program: String, kernels: String, environment: String, palette: [String], observationSize: Int,
    action: ActionSpace, hiddenSizes: [Int], updateCount: Int, totalSteps: Int, score: Double?,
    lastUpdate: UpdateMetrics? = nil, settings: JSONValue
  ) {
    self.program = program
    self.kernels = kernels
    self.environment = environment
    self.palette = palette
    self.observationSize = observationSize
    self.action = action
    self.hiddenSizes = hiddenSizes
    self.updateCount = updateCount
    self.totalSteps = totalSteps
    self.score = score
    self.lastUpdate = lastUpdate
    self.settings = settings
  }
}

extension CheckpointHeader {
  /// Whether a run with these settings and this palette would have written it.
  package func isOf(_ learner: LearnerSettings, palette: [String]) -> Bool {
    settings.canonicalText == learner.json.canonicalText && self.palette == palette
  }

  /// Whether both are written with the same bytes.
  package static func == (left: Self, right: Self) -> Bool {
    left.json.canonicalText == right.json.canonicalText
  }
}

/// Why a checkpoint cannot be read or written.
package enum CheckpointError: Error, Sendable, Equatable {
  case missing(String)
  case system(String)

  /// It is not what was written, or not a checkpoint at all.
  case damaged(String)

  /// Written by a later version of the format.
  case newer(version: Int)

  /// Whole, but of another policy or run than asked for.
  case unfit(String)
}

extension CheckpointError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path): "The checkpoint \(path) does not exist."
    case .system(let reason): "The checkpoint could not be kept: \(reason)"
    case .damaged(let detail): "The checkpoint is damaged: \(detail)."
    case .newer(let version):
      "The checkpoint is of format \(version), this program reads up to "
        + "\(CheckpointFormat.version)."
    case .unfit(let reason): "The checkpoint is of another run: \(reason)"
    }
  }
}
