import PolicyKernels
package import SeededRandom

/// A learned policy at work: chooses actions, the same ones for the same weights on every
/// processor.
///
/// It needs no OpenBLAS; its sums have one order and no product is fused with a sum.
package struct Policy: Sendable, Equatable {
  package let action: ActionSpace

  /// Floats in an observation.
  package var observationSize: Int { shape.inputCount }

  let shape: NetworkShape
  let parameters: [Float]
  let scale: ObservationScale?

  /// How a choice is made.
  package enum Choice {
    /// The most probable action.
    case best

    /// Drawn by chance from the policy.
    case drawn(SplitMix64)
  }

  /// The action for an observation.
  ///
  /// - Parameters:
  ///   - observation: `observationSize` floats, as the environment wrote them.
  ///   - mask: `action.maskCount` bytes, 1 for a legal choice.
  ///   - choice: a generator that actions are drawn with is moved on.
  /// - Returns: `action.width` floats; continuous actions are within their bounds.
  package func act(
    _ observation: UnsafePointer<Float>, mask: UnsafePointer<UInt8>, choice: inout Choice
  ) -> [Float] {
    var outputs = self.outputs(observation)
    switch action {
    case .continuous(let size, let bounds):
      if case .drawn(var generator) = choice, let part = shape.logDeviation {
        var noise = [Float](repeating: 0, count: size)
        policy_normals(generator.next(), 0, &noise, size)
        for index in 0..<size {
          outputs[index] += noise[index] * exponential(parameters[part.start + index])
        }
        choice = .drawn(generator)
      }
      return outputs.map { min(max($0, bounds.lowerBound), bounds.upperBound) }
    case .discrete, .multiDiscrete:
      var start = 0
      return action.headCounts.map { count in
        defer { start += count }
        return Float(choose(&outputs, mask, start..<start + count, &choice))
      }
    }
  }

  /// Number within its head of the action that one head takes.
  private func choose(
    _ outputs: inout [Float], _ mask: UnsafePointer<UInt8>, _ head: Range<Int>,
    _ choice: inout Choice
  ) -> Int {
    let legal = head.filter { mask[$0] != 0 }
    guard case .drawn(var generator) = choice else {
      return (legal.max { outputs[$0] < outputs[$1] } ?? head.lowerBound) - head.lowerBound
    }
    outputs.withUnsafeMutableBufferPointer { outputs in
      guard let logits = outputs.baseAddress else { return }
      policy_portable_softmax(logits + head.lowerBound, mask + head.lowerBound, head.count)
    }
    var left = Float(generator.nextUnit())
    choice = .drawn(generator)
    for index in legal {
      left -= outputs[index]
      if left < 0 { return index - head.lowerBound }
    }
    return (legal.last ?? head.lowerBound) - head.lowerBound
  }

  /// Logits or means.
  private func outputs(_ observation: UnsafePointer<Float>) -> [Float] {
    var input = Array(UnsafeBufferPointer(start: observation, count: observationSize))
    if let scale {
      policy_portable_standardize(
        &input, scale.floatMeans, scale.inverseDeviations, ObservationScale.limit, input.count)
    }
    return parameters.withUnsafeBufferPointer { parameters in
      guard let start = parameters.baseAddress else { return [] }
      let units = shape.hiddenSizes[0]
      input = layer(
        input, start + shape.firstWeight.start, stride: 2 * units,
        bias: start + shape.firstBias.start, count: units, isHidden: true)
      for hidden in shape.hiddenLayers {
        let weight = hidden.policyWeight
        input = layer(
          input, start + weight.start, stride: weight.columns, bias: start + hidden.bias.start,
          count: weight.columns, isHidden: true)
      }
      return layer(
        input, start + shape.policyWeight.start, stride: shape.outputCount,
        bias: start + shape.policyBias.start, count: shape.outputCount, isHidden: false)
    }
  }

  private func layer(
    _ input: [Float], _ weight: UnsafePointer<Float>, stride: Int, bias: UnsafePointer<Float>,
    count: Int, isHidden: Bool
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { output, initialized in
      policy_portable_layer(
        input, weight, stride, bias, output.baseAddress, input.count, count, isHidden ? 1 : 0)
      initialized = count
    }
  }

  private func exponential(_ value: Float) -> Float {
    var value = value
    policy_portable_exponentials(&value, 1)
    return value
  }
}
