/// A number that is not negative, with a place in its last bits: both are ordered as one.
///
/// The number keeps 38 of its 52 bits; numbers that agree in those are ordered by their places.
struct PlacedNumber {
  /// Places run from 0 up to but not including it.
  static let placeCount = 1 << 14
  private static let mask = UInt64(placeCount - 1)

  /// In the order of the numbers, the infinite one last.
  let bits: UInt64

  @inline(__always)
  init(bits: UInt64) { self.bits = bits }

  @inline(__always)
  init(_ number: Double, at place: Int) {
    bits = number.bitPattern & ~Self.mask | UInt64(truncatingIfNeeded: place) & Self.mask
  }

  /// Ordered as the bits are while the number is finite.
  var value: Double { Double(bitPattern: bits) }
  var number: Double { Double(bitPattern: bits & ~Self.mask) }
  var place: Int { Int(truncatingIfNeeded: bits & Self.mask) }
}
