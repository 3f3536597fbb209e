import JobAPI
import JobSpool
import Synchronization

/// Results in a dictionary. The compressed bytes are a marker: the API passes them on unread.
final class MemoryResults: ResultReading {
  struct Missing: Error {}

  private let documents = Mutex<[String: String]>([:])

  /// Stores a document and gives the job that has it.
  func add(_ json: String, for job: Job) -> Job {
    var job = job
    let path = "results/\(job.id).json.zst"
    documents.withLock { $0[path] = json }
    job.state = .completed
    job.attempt = 1
    job.result = ResultReference(
      path: path, byteCount: json.utf8.count + 5, sha256: String(repeating: "ab", count: 32))
    return job
  }

  func remove(_ job: Job) { documents.withLock { $0["results/\(job.id).json.zst"] = nil } }

  func compressedResult(_ reference: ResultReference) async throws -> [UInt8] {
    Array("zstd:".utf8) + (try await result(reference))
  }

  func result(_ reference: ResultReference) async throws -> [UInt8] {
    guard let json = documents.withLock({ $0[reference.path] }) else { throw Missing() }
    return Array(json.utf8)
  }
}
