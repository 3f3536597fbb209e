/// What can go wrong with the spool itself.
package enum SpoolError: Error, Sendable, Equatable {
  /// The queue already holds `bound` waiting jobs.
  case queueFull(JobQueue, bound: Int)
  /// A job to be put in has a value out of range.
  case invalidJob(field: String, value: String, allowed: String)
  /// The folder's file system cannot hold a shared SQLite database safely.
  case unsafeVolume(path: String, fileSystem: String, remedy: String)
  /// Another kernel has the database open.
  case secondKernel(path: String, host: String)
  /// The database was written by a newer version of this program.
  case newerSchema(found: Int, supported: Int)
  /// The file is damaged or not a database.
  case corrupt(path: String, detail: String)
  case diskFull(path: String)
  case readOnly(path: String)
  /// The write lock could not be had in time.
  case busy(waited: Duration)
  case other(String)
}

extension SpoolError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .queueFull(let queue, let bound):
      "The queue \(queue.rawValue) holds \(bound) waiting jobs, the most allowed."
    case .invalidJob(let field, let value, let allowed):
      "The job's \(field) is \(value); allowed is \(allowed)."
    case .unsafeVolume(let path, let fileSystem, let remedy):
      "The folder \(path) is on \(fileSystem), unsafe for a shared SQLite database; \(remedy)"
    case .secondKernel(let path, let host):
      "The spool \(path) is open on another machine (\(host)); one machine at a time may use it."
    case .newerSchema(let found, let supported):
      "The spool has schema version \(found); this program knows versions up to \(supported)."
    case .corrupt(let path, let detail): "The spool \(path) is damaged: \(detail)."
    case .diskFull(let path): "No space is left on the volume of \(path)."
    case .readOnly(let path): "The spool \(path) cannot be written."
    case .busy(let waited): "The spool's write lock was not free for \(waited.milliseconds) ms."
    case .other(let detail): "The spool failed: \(detail)."
    }
  }
}
