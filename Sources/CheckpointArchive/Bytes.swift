/// Numbers as bytes, little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: bytes there is room for before anything has to be moved.
  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func append(_ more: [UInt8]) { bytes += more }

  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ words: [UInt64]) {
    words.map { $0.littleEndian }.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ floats: [Float]) {
    floats.map { $0.bitPattern.littleEndian }.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Takes numbers from bytes; never more than are there.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func take(_ count: Int) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else { throw .damaged("it ends too early") }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func word32() throws(CheckpointError) -> UInt32 {
    try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func word64() throws(CheckpointError) -> UInt64 {
    try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func words(_ count: Int) throws(CheckpointError) -> [UInt64] {
    guard count <= (bytes.count - place) / 8 else { throw .damaged("it ends too early") }
    return try take(count * 8).withUnsafeBytes { raw in
      (0..<count).map {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
      }
    }
  }

  mutating func floats(_ count: Int) throws(CheckpointError) -> [Float] {
    guard count <= (bytes.count - place) / 4 else { throw .damaged("it ends too early") }
    return try take(count * 4).withUnsafeBytes { raw in
      (0..<count).map {
        let bits = raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: bits))
      }
    }
  }
}
