/// Powers and roots by whole numbers, from operations that every processor rounds the same way.
///
/// The C library's `pow` is faster for some processors than others and differs between them in its
/// last bits; a search must not.
enum IntegerRoot {
  /// `base` to the power `exponent`, 0 or more.
  static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var factor = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  /// The root of a `value`, normal and finite or 0, by a `degree` of at least 1.
  ///
  /// Square roots for each factor 2 of the degree, for the rest Halley's method, whose error falls
  /// with its third power, from an estimate by the exponent that is within 5 %.
  static func root(_ value: Double, _ degree: Int) -> Double {
    var value = value
    var degree = degree
    while degree & 1 == 0 {
      value.formSquareRoot()
      degree >>= 1
    }
    guard degree > 1, value > 0 else { return value }
    let one = Int64(bitPattern: 1.0.bitPattern)
    let exponent = (Int64(bitPattern: value.bitPattern) - one) / Int64(degree)
    var root = Double(bitPattern: UInt64(bitPattern: one + exponent))
    let order = Double(degree)
    for _ in 0..<4 {
      let power = power(root, degree)
      root *=
        ((order - 1) * power + (order + 1) * value) / ((order + 1) * power + (order - 1) * value)
    }
    return root
  }
}
