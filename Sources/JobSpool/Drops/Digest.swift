import Crypto

/// SHA-256 as 64 hexadecimal digits.
enum Digest {
  static func hexadecimal(_ parts: [UInt8]...) -> String {
    var hash = SHA256()
    for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
