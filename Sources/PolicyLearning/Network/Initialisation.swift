import PolicyKernels
import SeededRandom

/// Orthogonal weights and zero biases: Saxe et al. 2014, arXiv 1312.6120.
///
/// Gains are sqrt(2) before tanh, 0.01 for the policy's output and 1 for the value's, as in
/// Andrychowicz et al. 2021, arXiv 2006.05990, §3.2 and Stable-Baselines3.
struct Initialisation {
  private let shape: NetworkShape
  private let seed: UInt64
  private var drawn: UInt64 = 0

  static func fill(
    _ parameters: FloatBuffer, _ shape: NetworkShape, seed: UInt64, logDeviation: Double
  ) {
    var initialisation = Initialisation(shape: shape, seed: seed)
    initialisation.fill(parameters.start, logDeviation: Float(logDeviation))
  }

  private init(shape: NetworkShape, seed: UInt64) {
    self.shape = shape
    self.seed = seed
  }

  private mutating func fill(_ parameters: UnsafeMutablePointer<Float>, logDeviation: Float) {
    let hiddenGain = 2.0.squareRoot()
    let units = shape.hiddenSizes[0]
    let first = parameters + shape.firstWeight.start
    for half in 0..<2 {
      let weights = orthogonal(shape.inputCount, units, gain: hiddenGain)
      for row in 0..<shape.inputCount {
        for column in 0..<units {
          first[row * 2 * units + half * units + column] = weights[row * units + column]
        }
      }
    }
    for layer in shape.hiddenLayers {
      put(layer.policyWeight, in: parameters, gain: hiddenGain)
      put(layer.valueWeight, in: parameters, gain: hiddenGain)
    }
    put(shape.policyWeight, in: parameters, gain: 0.01)
    put(shape.valueWeight, in: parameters, gain: 1)
    if let part = shape.logDeviation {
      (parameters + part.start).update(repeating: logDeviation, count: part.count)
    }
  }

  private mutating func put(
    _ part: NetworkShape.Part, in parameters: UnsafeMutablePointer<Float>, gain: Double
  ) {
    let weights = orthogonal(part.rows, part.columns, gain: gain)
    for (index, weight) in weights.enumerated() { parameters[part.start + index] = weight }
  }

  /// A matrix whose shorter side's vectors are orthonormal, times the gain: Gram and Schmidt on
  /// normal deviates, modified form.
  private mutating func orthogonal(_ rows: Int, _ columns: Int, gain: Double) -> [Float] {
    let count = min(rows, columns)
    let length = max(rows, columns)
    var noise = [Float](repeating: 0, count: count * length)
    policy_normals(seed, drawn, &noise, noise.count)
    drawn += UInt64(noise.count)
    var vectors = (0..<count).map { index in
      noise[index * length..<(index + 1) * length].map(Double.init)
    }
    for index in 0..<count {
      for other in 0..<index {
        var product = 0.0
        for place in 0..<length { product += vectors[index][place] * vectors[other][place] }
        for place in 0..<length { vectors[index][place] -= product * vectors[other][place] }
      }
      let norm = vectors[index].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for place in 0..<length { vectors[index][place] /= norm }
    }
    var matrix = [Float](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let value = columns <= rows ? vectors[column][row] : vectors[row][column]
        matrix[row * columns + column] = Float(gain * value)
      }
    }
    return matrix
  }
}
