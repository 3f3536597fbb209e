/// What can go wrong with stored results.
package enum ArchiveError: Error, Sendable, Equatable {
  /// There is no such file.
  case missing(path: String)
  /// The file is not what was stored.
  case damaged(detail: String)
  case diskFull(path: String)
  /// Another system call failed, with its errno text.
  case system(call: String, path: String, reason: String)
  case compression(String)
}

extension ArchiveError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path): "The result file \(path) does not exist."
    case .damaged(let detail): "The result file is damaged: \(detail)."
    case .diskFull(let path): "No space is left for the result file \(path)."
    case .system(let call, let path, let reason): "\(call) of \(path) failed: \(reason)."
    case .compression(let reason): "zstd failed: \(reason)."
    }
  }
}
