import CZstd

/// Compression with libzstd, always with the frame's own checksum.
///
/// API: zstd manual 1.5, "Simple API" and "Streaming decompression".
package enum Zstandard {
  /// One frame with content size and checksum. The same bytes and library version give the same
  /// frame.
  ///
  /// - Throws: `ArchiveError.compression` when libzstd fails, for want of memory.
  package static func compress(_ bytes: [UInt8], level: Int32 = 6) throws(ArchiveError) -> [UInt8] {
    guard let context = ZSTD_createCCtx() else { throw .compression("no memory") }
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    var frame = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress2(context, &frame, frame.count, bytes, bytes.count)
    guard ZSTD_isError(count) == 0 else {
      throw .compression(String(cString: ZSTD_getErrorName(count)))
    }
    frame.removeLast(frame.count - count)
    return frame
  }

  /// The content of one frame, of at most `limit` bytes.
  ///
  /// The output grows with what was really decompressed: a frame's header is not believed.
  ///
  /// - Throws: `ArchiveError.damaged` when the frame is torn, its checksum is wrong, something
  ///   follows it, or it holds more than `limit` bytes.
  package static func decompress(_ frame: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
    guard let context = ZSTD_createDCtx() else { throw .compression("no memory") }
    defer { ZSTD_freeDCtx(context) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
    var consumed = 0
    var hint = 1
    while hint != 0 {
      var produced = 0
      hint = frame.withUnsafeBytes { input in
        chunk.withUnsafeMutableBytes { output in
          var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: consumed)
          var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
          let result = ZSTD_decompressStream(context, &target, &source)
          (consumed, produced) = (source.pos, target.pos)
          return result
        }
      }
      guard ZSTD_isError(hint) == 0 else {
        throw .damaged(detail: String(cString: ZSTD_getErrorName(hint)))
      }
      content += chunk[..<produced]
      guard content.count <= limit else {
        throw .damaged(detail: "it holds more than \(limit) bytes")
      }
      guard hint == 0 || produced > 0 || consumed < frame.count else {
        throw .damaged(detail: "it ends in the middle")
      }
    }
    guard consumed == frame.count else {
      throw .damaged(detail: "\(frame.count - consumed) bytes follow its end")
    }
    return content
  }
}
