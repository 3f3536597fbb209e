import Glibc

/// How a number changes over training.
package enum ScheduleShape: String, Sendable, CaseIterable {
  case constant, linear, cosine, exponential

  /// The value at progress 0...1 on the way from `initial` to `final`; outside it is held.
  ///
  /// - Precondition: both are above 0 for `exponential`.
  func value(from initial: Double, to final: Double, at progress: Double) -> Double {
    let progress = min(max(progress, 0), 1)
    return switch self {
    case .constant: initial
    case .linear: initial - (initial - final) * progress
    case .cosine: final + (initial - final) * 0.5 * (1 + cos(.pi * progress))
    case .exponential: initial * exp(log(final / initial) * progress)
    }
  }
}

/// The weight of the entropy bonus over environment steps.
package struct EntropySchedule: Sendable, Equatable {
  package var shape = ScheduleShape.linear

  /// 0...1, and above 0 for `exponential`.
  package var initial = 0.01

  /// As `initial`; not used by `constant`.
  package var final = 0.001

  /// Environment steps until `final` is reached, from 1.
  package var decaySteps = 100_000

  package init() {}

  package init(shape: ScheduleShape, initial: Double, final: Double, decaySteps: Int) {
    self.shape = shape
    self.initial = initial
    self.final = final
    self.decaySteps = decaySteps
  }

  /// The weight after a count of environment steps.
  package func coefficient(atStep step: Int) -> Double {
    shape.value(from: initial, to: final, at: Double(step) / Double(decaySteps))
  }
}

/// The learning rate over the whole of a run.
package struct LearningRateSchedule: Sendable, Equatable {
  package var shape = ScheduleShape.constant

  /// Above 0, at most 1.
  package var initial = 3e-4

  /// 0...1, above 0 for `exponential`; not used by `constant`.
  package var final = 0.0

  package init() {}

  package init(shape: ScheduleShape, initial: Double, final: Double) {
    self.shape = shape
    self.initial = initial
    self.final = final
  }

  /// The rate when a part, 0...1, of all steps is done.
  package func rate(atProgress progress: Double) -> Double {
    shape.value(from: initial, to: final, at: progress)
  }
}
