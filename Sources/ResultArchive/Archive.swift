import Crypto
import Glibc
package import JobSpool

/// The results of finished jobs: canonical JSON, compressed, checksummed, written once.
///
/// Layout: `<spool folder>/results/<job id>.json.zst`. Invariant: a file of that name is whole and
/// never changes; the reference stored in the job's row holds the SHA-256 of its bytes.
package struct Archive: Sendable {
  /// Most bytes of JSON a result may hold.
  package static let contentLimit = 16 << 20

  private static let folderName = "results"
  private let spoolFolder: String

  /// - Parameter spoolFolder: path of the spool's folder; `results` in it must exist.
  package init(spoolFolder: String) {
    self.spoolFolder = spoolFolder
  }

  /// Stores a job's result durably and says where it is.
  ///
  /// When an earlier attempt already stored a whole result of this job, that one stays and is
  /// answered: a worker that lost its lease cannot replace what another has recorded.
  ///
  /// - Parameter fencingToken: of the lease, so that two workers never share a temporary file.
  /// - Throws: `ArchiveError`; nothing under the final name was written then.
  package func store(
    _ json: [UInt8], for job: JobID, fencingToken: Int64
  ) throws(ArchiveError) -> ResultReference {
    let name = "\(job.rawValue).json.zst"
    let frame = try Zstandard.compress(json)
    let created = try ExclusiveFile.create(
      name, in: "\(spoolFolder)/\(Self.folderName)", bytes: frame,
      temporaryName: ".\(name).\(fencingToken).tmp")
    if created { return reference(name, frame) }
    let existing = try readFile("\(Self.folderName)/\(name)")
    do {
      _ = try Zstandard.decompress(existing, limit: Self.contentLimit)
    } catch {
      // Only a failing disk can leave a torn file under a final name. No row points to it, since
      // this job is still running, so it makes way.
      unlink("\(spoolFolder)/\(Self.folderName)/\(name)")
      throw error
    }
    return reference(name, existing)
  }

  /// The compressed bytes as stored, checked against the reference.
  ///
  /// - Throws: `ArchiveError.missing`, or `.damaged` when a single bit differs.
  package func storedBytes(_ reference: ResultReference) throws(ArchiveError) -> [UInt8] {
    let bytes = try readFile(reference.path)
    guard bytes.count == reference.byteCount else {
      throw .damaged(detail: "\(bytes.count) bytes instead of \(reference.byteCount)")
    }
    let digest = Self.digest(bytes)
    guard digest == reference.sha256 else {
      throw .damaged(detail: "SHA-256 \(digest) instead of \(reference.sha256)")
    }
    return bytes
  }

  /// The JSON text of a result, checked like `storedBytes`.
  package func json(_ reference: ResultReference) throws(ArchiveError) -> [UInt8] {
    try Zstandard.decompress(storedBytes(reference), limit: Self.contentLimit)
  }

  /// SHA-256 as 64 hexadecimal digits.
  package static func digest(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(
      SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  private func reference(_ name: String, _ frame: [UInt8]) -> ResultReference {
    ResultReference(
      path: "\(Self.folderName)/\(name)", byteCount: frame.count, sha256: Self.digest(frame))
  }

  private func readFile(_ path: String) throws(ArchiveError) -> [UInt8] {
    // Incompressible content grows by well under a hundredth.
    try ExclusiveFile.read("\(spoolFolder)/\(path)", limit: Self.contentLimit * 65 / 64)
  }
}
