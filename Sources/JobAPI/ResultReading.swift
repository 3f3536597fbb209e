package import JobSpool

/// Reads stored results; the archive's side of the API.
package protocol ResultReading: Sendable {
  /// The bytes as they are stored (zstd), their length and SHA-256 checked.
  ///
  /// - Throws: any error when the file is missing or damaged.
  func compressedResult(_ reference: ResultReference) async throws -> [UInt8]

  /// The JSON bytes of the result, after the same checks.
  ///
  /// - Throws: any error when the file is missing or damaged.
  func result(_ reference: ResultReference) async throws -> [UInt8]
}
