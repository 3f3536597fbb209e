import PolicyKernels

/// The linear algebra of training: OpenBLAS, taken up when it is first needed.
package enum BLAS {
  /// Name of the kernels in use, such as `SkylakeX`.
  ///
  /// - Throws: when the library is not installed.
  package static func core() throws(BLASError) -> String {
    if let failure = policy_blas_open() { throw BLASError(reason: String(cString: failure)) }
    return policy_blas_core().map { String(cString: $0) } ?? "unknown"
  }
}

/// Training has no linear algebra to work with.
package struct BLASError: Error, Sendable, Equatable, CustomStringConvertible {
  package let reason: String

  package var description: String {
    "Training needs OpenBLAS: \(reason); install the package libopenblas0."
  }
}
