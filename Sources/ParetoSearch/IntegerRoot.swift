/// Powers and roots by whole numbers, from operations that every processor rounds the same way.
///
/// The C library's `pow` is faster for some processors than others and differs between them in its
/// last bits; a search must not.
enum IntegerRoot {
  /// `base` to the power `exponent`, 0 or more.
  @inline(__always)
  static func power(_ base: SIMD2<Double>, _ exponent: Int) -> SIMD2<Double> {
    var result = SIMD2<Double>(1, 1)
    var factor = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  static func power(_ base: Double, _ exponent: Int) -> Double {
    power(SIMD2(repeating: base), exponent)[0]
  }

  /// The roots of `values`, each normal and finite or 0, by a `degree` of at least 1.
  ///
  /// Square roots for each factor 2 of the degree, for the rest Halley's method, whose error falls
  /// with its third power, from an estimate by the exponent that is within 3 %.
  @inline(__always)
  static func root(_ values: SIMD2<Double>, _ degree: Int) -> SIMD2<Double> {
    var values = values
    var degree = degree
    while degree & 1 == 0 {
      values = values.squareRoot()
      degree >>= 1
    }
    return SIMD2(oddRoot(values[0], degree), oddRoot(values[1], degree))
  }

  static func root(_ value: Double, _ degree: Int) -> Double {
    degree & 1 == 1 ? oddRoot(value, degree) : root(SIMD2(repeating: value), degree)[0]
  }

  private static func oddRoot(_ value: Double, _ degree: Int) -> Double {
    guard degree > 1, value > 0 else { return value }
    let one = Int64(bitPattern: 1.0.bitPattern)
    let exponent = (Int64(bitPattern: value.bitPattern) - one) / Int64(degree)
    var root = Double(bitPattern: UInt64(bitPattern: one + exponent))
    // Halfway between powers of two the line lies 6 % above the power it stands for.
    let fraction = root.significand - 1
    root *= 1 - fraction * (1 - fraction) * (0.32 - 0.14 * fraction)
    let order = Double(degree)
    // It takes three at most.
    for _ in 0..<4 {
      let power = power(root, degree)
      let step =
        ((order - 1) * power + (order + 1) * value) / ((order + 1) * power + (order - 1) * value)
      root *= step
      if abs(step - 1) < 1e-6 { break }
    }
    return root
  }
}
