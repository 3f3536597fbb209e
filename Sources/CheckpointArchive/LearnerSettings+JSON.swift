package import PolicyLearning
package import StrictJSON

extension LearnerSettings {
  /// All settings that decide the course of a run; the count of threads does not.
  package var json: JSONValue {
    [
      "algorithm": .string(algorithm.rawValue), "environmentCount": .int(environmentCount),
      "rolloutLength": .int(rolloutLength), "batchSize": .int(batchSize), "epochs": .int(epochs),
      "discount": .number(discount), "traceDecay": .number(traceDecay),
      "clipRange": .number(clipRange),
      "valueClipRange": valueClipRange.map { .number($0) } ?? .null,
      "valueCoefficient": .number(valueCoefficient),
      "normalizesAdvantages": .bool(normalizesAdvantages),
      "maxGradientNorm": maxGradientNorm.map { .number($0) } ?? .null,
      "targetKL": targetKL.map { .number($0) } ?? .null,
      "learningRate": [
        "shape": .string(learningRate.shape.rawValue), "initial": .number(learningRate.initial),
        "final": .number(learningRate.final),
      ],
      "entropy": [
        "shape": .string(entropy.shape.rawValue), "initial": .number(entropy.initial),
        "final": .number(entropy.final), "decaySteps": .int(entropy.decaySteps),
      ],
      "adamEpsilon": .number(adamEpsilon),
      "hiddenSizes": .array(hiddenSizes.map { .int($0) }),
      "initialLogDeviation": .number(initialLogDeviation),
      "normalizesObservations": .bool(normalizesObservations),
      "rewardScaling": .string(rewardScaling.rawValue), "seed": .string(String(seed)),
      "totalSteps": .int(totalSteps),
    ]
  }
}
