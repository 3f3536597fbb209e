import PolicyKernels

/// Forwards and backwards through both networks for up to `capacity` samples.
///
/// Hidden activations are rows of twice the units: the policy's, then the value's.
final class NetworkPass {
  let shape: NetworkShape
  let capacity: Int

  /// Rows of `outputStride` floats: logits or means; what the loss leaves there goes backwards.
  let outputs: FloatBuffer

  /// One for each row; what the loss leaves there goes backwards.
  let values: FloatBuffer

  private let activations: [FloatBuffer]
  private let slopes: [FloatBuffer]

  init(_ shape: NetworkShape, capacity: Int) {
    self.shape = shape
    self.capacity = capacity
    outputs = FloatBuffer(count: capacity * shape.outputStride)
    values = FloatBuffer(count: capacity)
    activations = shape.hiddenSizes.map { FloatBuffer(count: capacity * 2 * $0) }
    slopes = shape.hiddenSizes.map { FloatBuffer(count: capacity * 2 * $0) }
  }

  enum Half {
    case policy, value, both
  }

  /// Fills `outputs` and `values`, as asked for, from rows of observations.
  ///
  /// - Parameter stride: floats from one observation to the next.
  func forward(
    _ half: Half, parameters: UnsafePointer<Float>, observations: UnsafePointer<Float>, stride: Int,
    rows: Int
  ) {
    let first = shape.hiddenSizes[0]
    let offset = half == .value ? first : 0
    let width = half == .both ? 2 * first : first
    let hidden = activations[0].start + offset
    policy_multiply(
      observations, stride, parameters + shape.firstWeight.start + offset, 2 * first, hidden,
      2 * first, rows, width, shape.inputCount)
    policy_tanh_rows(
      hidden, 2 * first, parameters + shape.firstBias.start + offset, rows, width)
    for index in shape.hiddenLayers.indices { forwardHidden(index, half, parameters, rows) }
    let last = activations[activations.count - 1].start
    let units = shape.policyWeight.rows
    if half != .value {
      policy_multiply(
        last, 2 * units, parameters + shape.policyWeight.start, shape.outputCount, outputs.start,
        shape.outputStride, rows, shape.outputCount, units)
      policy_bias_rows(
        outputs.start, shape.outputStride, parameters + shape.policyBias.start, rows,
        shape.outputCount)
    }
    if half != .policy {
      policy_single_output(
        last + units, 2 * units, parameters + shape.valueWeight.start,
        parameters[shape.valueBias.start], values.start, rows, units)
    }
  }

  private func forwardHidden(
    _ index: Int, _ half: Half, _ parameters: UnsafePointer<Float>, _ rows: Int
  ) {
    let layer = shape.hiddenLayers[index]
    let (inputs, units) = (layer.policyWeight.rows, layer.policyWeight.columns)
    let below = activations[index].start
    let above = activations[index + 1].start
    if half != .value {
      policy_multiply(
        below, 2 * inputs, parameters + layer.policyWeight.start, units, above, 2 * units, rows,
        units, inputs)
    }
    if half != .policy {
      policy_multiply(
        below + inputs, 2 * inputs, parameters + layer.valueWeight.start, units, above + units,
        2 * units, rows, units, inputs)
    }
    let offset = half == .value ? units : 0
    policy_tanh_rows(
      above + offset, 2 * units, parameters + layer.bias.start + offset, rows,
      half == .both ? 2 * units : units)
  }

  /// Writes the gradient of all weights and biases, from the derivatives in `outputs` and `values`
  /// and what the last `forward` of both left.
  func backward(
    parameters: UnsafePointer<Float>, observations: UnsafePointer<Float>, stride: Int, rows: Int,
    gradients: UnsafeMutablePointer<Float>
  ) {
    backwardOutputs(parameters: parameters, rows: rows, gradients: gradients)
    for index in shape.hiddenLayers.indices.reversed() {
      backwardHidden(index, parameters: parameters, rows: rows, gradients: gradients)
    }
    let first = 2 * shape.hiddenSizes[0]
    policy_multiply_left_transposed(
      observations, stride, slopes[0].start, first, gradients + shape.firstWeight.start, first,
      shape.inputCount, first, rows)
  }

  private func backwardOutputs(
    parameters: UnsafePointer<Float>, rows: Int, gradients: UnsafeMutablePointer<Float>
  ) {
    let top = shape.hiddenSizes.count - 1
    let (last, slope) = (activations[top].start, slopes[top].start)
    let units = shape.policyWeight.rows
    let bias = gradients + biasStart(of: top)
    let outputCount = shape.outputCount
    policy_multiply_left_transposed(
      last, 2 * units, outputs.start, shape.outputStride, gradients + shape.policyWeight.start,
      outputCount, units, outputCount, rows)
    policy_column_sums(
      outputs.start, shape.outputStride, rows, outputCount, gradients + shape.policyBias.start)
    policy_multiply_right_transposed(
      outputs.start, shape.outputStride, parameters + shape.policyWeight.start, outputCount, slope,
      2 * units, rows, units, outputCount)
    policy_tanh_backward(slope, last, 2 * units, rows, units, bias)
    policy_single_output_backward(
      values.start, parameters + shape.valueWeight.start, last + units, slope + units, 2 * units,
      rows, units, bias + units, gradients + shape.valueWeight.start)
    policy_column_sums(values.start, 1, rows, 1, gradients + shape.valueBias.start)
  }

  private func backwardHidden(
    _ index: Int, parameters: UnsafePointer<Float>, rows: Int,
    gradients: UnsafeMutablePointer<Float>
  ) {
    let layer = shape.hiddenLayers[index]
    let (inputs, units) = (layer.policyWeight.rows, layer.policyWeight.columns)
    let (below, belowSlope) = (activations[index].start, slopes[index].start)
    let slope = slopes[index + 1].start
    for (weight, half) in [(layer.policyWeight, 0), (layer.valueWeight, 1)] {
      policy_multiply_left_transposed(
        below + half * inputs, 2 * inputs, slope + half * units, 2 * units,
        gradients + weight.start, units, inputs, units, rows)
      policy_multiply_right_transposed(
        slope + half * units, 2 * units, parameters + weight.start, units,
        belowSlope + half * inputs, 2 * inputs, rows, inputs, units)
    }
    policy_tanh_backward(
      belowSlope, below, 2 * inputs, rows, 2 * inputs, gradients + biasStart(of: index))
  }

  private func biasStart(of layer: Int) -> Int {
    layer == 0 ? shape.firstBias.start : shape.hiddenLayers[layer - 1].bias.start
  }
}
