/// Where the parameters of a policy and a value network lie in one row of floats.
///
/// Both are perceptrons with tanh between equal hidden layers and share nothing; the first layers,
/// which see the same observation, lie side by side as one matrix, so that one product serves both.
/// Matrices are inputs × outputs, row-major.
struct NetworkShape: Sendable, Equatable {
  struct Part: Sendable, Equatable {
    var start: Int
    var rows: Int
    var columns: Int

    var count: Int { rows * columns }
  }

  /// One matrix for each network, their biases in one row: policy, then value.
  struct HiddenLayer: Sendable, Equatable {
    var policyWeight: Part
    var valueWeight: Part
    var bias: Part
  }

  let inputCount: Int
  let hiddenSizes: [Int]
  let outputCount: Int

  /// Floats from one row of outputs to the next.
  let outputStride: Int

  /// Inputs × twice the units: the policy's columns, then the value's.
  let firstWeight: Part
  let firstBias: Part

  /// All hidden layers but the first.
  let hiddenLayers: [HiddenLayer]
  let policyWeight: Part
  let policyBias: Part
  let valueWeight: Part
  let valueBias: Part

  /// One number for each continuous action; nil for choices.
  let logDeviation: Part?

  /// Floats of all parts, with gaps that stay 0.
  let count: Int

  init(inputCount: Int, hiddenSizes: [Int], action: ActionSpace) {
    self.inputCount = inputCount
    self.hiddenSizes = hiddenSizes
    outputCount = action.outputCount
    outputStride = action.outputStride
    var next = 0
    func part(_ rows: Int, _ columns: Int) -> Part {
      defer { next = (next + rows * columns).roundedUpToLine }
      return Part(start: next, rows: rows, columns: columns)
    }
    firstWeight = part(inputCount, 2 * hiddenSizes[0])
    firstBias = part(1, 2 * hiddenSizes[0])
    hiddenLayers = zip(hiddenSizes, hiddenSizes.dropFirst()).map { inputs, units in
      HiddenLayer(
        policyWeight: part(inputs, units), valueWeight: part(inputs, units),
        bias: part(1, 2 * units))
    }
    let last = hiddenSizes[hiddenSizes.count - 1]
    policyWeight = part(last, outputCount)
    policyBias = part(1, outputCount)
    valueWeight = part(last, 1)
    valueBias = part(1, 1)
    if case .continuous(let size, _) = action {
      logDeviation = part(1, size)
    } else {
      logDeviation = nil
    }
    count = next
  }

  /// Every part by name, in order.
  var namedParts: [(name: String, part: Part)] {
    var parts = [("hidden/0/weight", firstWeight), ("hidden/0/bias", firstBias)]
    for (index, layer) in hiddenLayers.enumerated() {
      parts.append(("hidden/\(index + 1)/policy-weight", layer.policyWeight))
      parts.append(("hidden/\(index + 1)/value-weight", layer.valueWeight))
      parts.append(("hidden/\(index + 1)/bias", layer.bias))
    }
    parts += [
      ("policy/weight", policyWeight), ("policy/bias", policyBias), ("value/weight", valueWeight),
      ("value/bias", valueBias),
    ]
    if let logDeviation { parts.append(("policy/log-deviation", logDeviation)) }
    return parts.map { (name: $0.0, part: $0.1) }
  }
}
