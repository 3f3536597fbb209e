/// A setting that nothing can be learned with.
package enum LearnerSettingsError: Error, Sendable, Equatable {
  case outOfRange(setting: String, value: String, allowed: String)
}

extension LearnerSettingsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outOfRange(let setting, let value, let allowed):
      "\(setting) is \(value), allowed is \(allowed)."
    }
  }
}

extension LearnerSettings {
  /// - Throws: the first setting that is out of its range.
  package func check() throws(LearnerSettingsError) {
    try check("environmentCount", environmentCount, 1...1024)
    try check("rolloutLength", rolloutLength, 1...65_536)
    try check("samples of an update", samplesPerUpdate, 2...4_194_304)
    try check("batchSize", batchSize, 2...samplesPerUpdate)
    try check("epochs", epochs, 1...100)
    try check("discount", discount, 0...1)
    try check("traceDecay", traceDecay, 0...1)
    try check("clipRange", clipRange, 0.001...0.999)
    if let valueClipRange { try check("valueClipRange", valueClipRange, 0.001...1e6) }
    try check("valueCoefficient", valueCoefficient, 0...100)
    if let maxGradientNorm { try check("maxGradientNorm", maxGradientNorm, 1e-6...1e6) }
    if let targetKL { try check("targetKL", targetKL, 1e-6...100) }
    try check("adamEpsilon", adamEpsilon, 1e-12...0.1)
    try check("hiddenSizes count", hiddenSizes.count, 1...4)
    for units in hiddenSizes { try check("hiddenSizes", units, 1...1024) }
    try check("initialLogDeviation", initialLogDeviation, -10...5)
    try check("totalSteps", totalSteps, 1...1_000_000_000_000)
    try check("threadCount", threadCount, 1...64)
    try check("learningRate.initial", learningRate.initial, 1e-12...1)
    try check("entropy.decaySteps", entropy.decaySteps, 1...1_000_000_000_000)
    try check("entropy.initial", entropy.initial, least(entropy.shape)...1)
    try check("entropy.final", entropy.final, least(entropy.shape)...1)
    try check("learningRate.final", learningRate.final, least(learningRate.shape)...1)
  }

  /// Exponential schedules never reach 0.
  private func least(_ shape: ScheduleShape) -> Double { shape == .exponential ? 1e-12 : 0 }

  private func check<Value: Comparable>(
    _ setting: String, _ value: Value, _ allowed: ClosedRange<Value>
  ) throws(LearnerSettingsError) {
    guard allowed.contains(value) else {
      throw .outOfRange(
        setting: setting, value: "\(value)",
        allowed: "\(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }
}
