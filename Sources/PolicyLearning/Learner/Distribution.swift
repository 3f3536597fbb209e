import PolicyKernels

/// The distribution of actions that a network's outputs stand for, for up to `capacity` samples.
///
/// A pass over a minibatch goes: `score` turns outputs in place into what `differentiate` needs and
/// gives log probabilities; `differentiate` turns that in place into the gradient of the outputs.
final class Distribution {
  let action: ActionSpace
  private let heads: [UInt32]
  private let logs: FloatBuffer
  private let chance: FloatBuffer

  /// Entropies of the last scored samples, for choices.
  private let entropies: FloatBuffer

  init(_ action: ActionSpace, capacity: Int) {
    self.action = action
    heads = action.headCounts.map(UInt32.init)
    logs = FloatBuffer(count: heads.isEmpty ? 0 : capacity * action.outputCount)
    chance = FloatBuffer(count: capacity * action.width)
    entropies = FloatBuffer(count: capacity)
  }

  /// Rows of actions with a stride, as a sample table holds them.
  struct Rows {
    var start: UnsafeMutablePointer<Float>
    var stride: Int
    var count: Int
  }

  /// Draws an action for each row.
  ///
  /// - Parameters:
  ///   - outputs: logits become probabilities in place.
  ///   - place: of the first number of chance; a row takes `action.width` of them.
  func sample(
    _ outputs: UnsafeMutablePointer<Float>, masks: UnsafePointer<UInt8>,
    logDeviations: UnsafePointer<Float>?, seed: UInt64, place: UInt64, into actions: Rows,
    logProbabilities: UnsafeMutablePointer<Float>
  ) {
    let width = action.width
    if let logDeviations {
      policy_normals(seed, place, chance.start, actions.count * width)
      policy_gaussian_sample(
        outputs, action.outputStride, chance.start, logDeviations, actions.start, actions.stride,
        logProbabilities, actions.stride, actions.count, width)
    } else {
      let count = action.outputCount
      policy_uniforms(seed, place, chance.start, actions.count * width)
      policy_softmax_rows(
        outputs, logs.start, count, masks, action.maskCount, heads, heads.count, actions.count)
      policy_categorical_sample(
        outputs, logs.start, count, chance.start, heads, heads.count, actions.start,
        actions.stride, logProbabilities, actions.stride, actions.count)
    }
  }

  /// Log probability of each row's action; the sum of the rows' entropies is returned.
  func score(
    _ outputs: UnsafeMutablePointer<Float>, masks: UnsafePointer<UInt8>,
    logDeviations: UnsafePointer<Float>?, actions: Rows,
    logProbabilities: UnsafeMutablePointer<Float>
  ) -> Double {
    if let logDeviations {
      policy_gaussian_standardize(
        outputs, action.outputStride, actions.start, actions.stride, logDeviations,
        logProbabilities, actions.count, action.width)
      return Double(actions.count) * Self.entropy(logDeviations, count: action.width)
    }
    let count = action.outputCount
    policy_softmax_rows(
      outputs, logs.start, count, masks, action.maskCount, heads, heads.count, actions.count)
    policy_categorical_score(
      outputs, logs.start, count, actions.start, actions.stride, heads, heads.count,
      logProbabilities, entropies.start, actions.count)
    var total = 0.0
    for row in 0..<actions.count { total += Double(entropies.start[row]) }
    return total
  }

  /// - Parameters:
  ///   - weights: derivative of the loss by each row's log probability.
  ///   - entropyWeight: derivative of the loss by each row's entropy.
  ///   - logDeviationGradient: written for continuous actions, the entropy's part included.
  func differentiate(
    _ scored: UnsafeMutablePointer<Float>, logDeviations: UnsafePointer<Float>?, actions: Rows,
    weights: UnsafePointer<Float>, entropyWeight: Float,
    logDeviationGradient: UnsafeMutablePointer<Float>?
  ) {
    if let logDeviations, let logDeviationGradient {
      policy_gaussian_gradient(
        scored, action.outputStride, weights, logDeviations, logDeviationGradient, actions.count,
        action.width)
      // The entropy is the sum of the log deviations and a constant, the same for every row.
      let part = entropyWeight * Float(actions.count)
      for index in 0..<action.width { logDeviationGradient[index] += part }
    } else {
      policy_categorical_gradient(
        scored, logs.start, action.outputCount, actions.start, actions.stride, heads, heads.count,
        weights, entropyWeight, actions.count)
    }
  }

  /// Of a diagonal normal distribution, in nats: sum of ln deviation + ln(2 pi e) / 2.
  static func entropy(_ logDeviations: UnsafePointer<Float>, count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(logDeviations[index]) + 1.418938533204672742 }
    return sum
  }
}
