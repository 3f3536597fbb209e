/// Records of a TensorBoard event file: TFRecord framing around `Event` messages.
///
/// Framing: tensorflow/core/lib/io/record_writer; messages: tensorflow/core/util/event.proto and
/// framework/summary.proto.
enum EventRecord {
  /// Length, its checksum, the message, its checksum.
  static func framed(_ message: [UInt8]) -> [UInt8] {
    let length = bytes(UInt64(message.count))
    return length + bytes(CRC32C.masked(length)) + message + bytes(CRC32C.masked(message))
  }

  /// The first record of a file.
  static func version(time: Double) -> [UInt8] {
    framed(double(1, time) + text(3, "brain.Event:2"))
  }

  /// Tells readers that what was said before of this step and later ones is void.
  static func start(time: Double, step: Int) -> [UInt8] {
    framed(double(1, time) + integer(2, step) + message(7, integer(1, 1)))
  }

  static func scalar(_ tag: String, _ value: Double, time: Double, step: Int) -> [UInt8] {
    let pair = message(1, text(1, tag) + float(2, Float(value)))
    return framed(double(1, time) + integer(2, step) + message(5, pair))
  }

  private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private static func key(_ field: Int, _ wire: Int) -> [UInt8] {
    varint(UInt64(field << 3 | wire))
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var left = number
    var bytes: [UInt8] = []
    while left >= 0x80 {
      bytes.append(UInt8(left & 0x7F) | 0x80)
      left >>= 7
    }
    return bytes + [UInt8(left)]
  }

  private static func integer(_ field: Int, _ value: Int) -> [UInt8] {
    key(field, 0) + varint(UInt64(bitPattern: Int64(value)))
  }

  private static func double(_ field: Int, _ value: Double) -> [UInt8] {
    key(field, 1) + bytes(value.bitPattern)
  }

  private static func float(_ field: Int, _ value: Float) -> [UInt8] {
    key(field, 5) + bytes(value.bitPattern)
  }

  private static func message(_ field: Int, _ content: [UInt8]) -> [UInt8] {
    key(field, 2) + varint(UInt64(content.count)) + content
  }

  private static func text(_ field: Int, _ value: String) -> [UInt8] {
    message(field, Array(value.utf8))
  }
}

/// The Castagnoli checksum, RFC 3720 appendix B.4.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
    }
  }

  static func of(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  /// Turned and shifted, as TFRecord keeps it, so that a checksum of checksums says something.
  static func masked(_ bytes: [UInt8]) -> UInt32 {
    let sum = of(bytes)
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}
