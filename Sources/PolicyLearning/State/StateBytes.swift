/// Writes the state of an environment as bytes, little-endian.
package struct StateWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }

  package mutating func write(_ value: Double) { write(value.bitPattern) }

  package mutating func write(_ value: Float) { write(UInt64(value.bitPattern)) }

  /// The count, then each value.
  package mutating func write(_ values: [Double]) {
    write(values.count)
    for value in values { write(value) }
  }
}

/// Reads what a `StateWriter` wrote, in the same order.
package struct StateReader: Sendable {
  private let bytes: [UInt8]
  private var place = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all has been read.
  package var isAtEnd: Bool { place == bytes.count }

  package mutating func readWord() throws(StateError) -> UInt64 {
    guard bytes.count - place >= 8 else { throw .short }
    var word: UInt64 = 0
    for offset in 0..<8 { word |= UInt64(bytes[place + offset]) << UInt64(8 * offset) }
    place += 8
    return word
  }

  /// - Parameter range: refuses other numbers.
  package mutating func readInt(in range: ClosedRange<Int>) throws(StateError) -> Int {
    let value = Int(Int64(bitPattern: try readWord()))
    guard range.contains(value) else { throw .outOfRange(value) }
    return value
  }

  /// - Throws: `notFinite` for NaN and infinities too.
  package mutating func readDouble() throws(StateError) -> Double {
    let value = Double(bitPattern: try readWord())
    guard value.isFinite else { throw .notFinite }
    return value
  }

  /// - Throws: `notFinite` for NaN and infinities too.
  package mutating func readFloat() throws(StateError) -> Float {
    let word = try readWord()
    guard let bits = UInt32(exactly: word) else { throw .notFinite }
    let value = Float(bitPattern: bits)
    guard value.isFinite else { throw .notFinite }
    return value
  }

  /// - Parameter count: refuses other counts.
  package mutating func readDoubles(count: Int) throws(StateError) -> [Double] {
    _ = try readInt(in: count...count)
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try readDouble()) }
    return values
  }
}

/// Why a stored state cannot be taken up.
package enum StateError: Error, Sendable, Equatable {
  /// It ends too early.
  case short
  case outOfRange(Int)
  case notFinite

  /// A tensor is missing, or has another shape or type than the settings ask for.
  case unfit(tensor: String, detail: String)
}

extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .short: "The stored state ends too early."
    case .outOfRange(let value): "The stored state holds \(value), which is out of its range."
    case .notFinite: "The stored state holds a number that is not finite."
    case .unfit(let tensor, let detail): "Tensor \(tensor) of the stored state \(detail)."
    }
  }
}
