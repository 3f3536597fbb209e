import Foundation

/// Why a dropped file is not taken.
package enum InboxRefusal: Sendable, Hashable {
  /// A folder, pipe, device or socket.
  case notAFile(kind: String)
  case symbolicLink
  /// Another name of the file could change it behind our back.
  case hardLinked(count: Int)
  case tooLarge(byteCount: Int, bound: Int)
  case unreadable(detail: String)
  /// Too long, not UTF-8, or with control characters.
  case nameNotAllowed
  /// More jobs than the queue may ever hold.
  case tooManyJobs(count: Int, bound: Int)
  /// A job has a value out of the spool's range.
  case invalidJob(field: String, value: String, allowed: String)
  /// The content is wrong; the text of the error file is the reader's.
  case content(errorJSON: String)

  /// A stable word for programs.
  package var code: String { fields.code }

  /// What stands in `rejected/<name>.error.json`.
  func errorJSON(file: String) -> String {
    if case .content(let text) = self { return text }
    let (code, field, value, allowed) = fields
    let note = Note(
      allowed: allowed, code: code, field: field, file: file, message: message, value: value)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Strings alone, which always encode.
    let bytes = (try? encoder.encode(note)) ?? Data("{}".utf8)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  private struct Note: Encodable {
    var allowed: String
    var code: String
    var field: String?
    var file: String
    var message: String
    var value: String
  }

  /// One sentence for people.
  package var message: String {
    let (_, field, value, allowed) = fields
    return "The \(field ?? "content") is \(value); allowed is \(allowed)."
  }

  private var fields: (code: String, field: String?, value: String, allowed: String) {
    switch self {
    case .notAFile(let kind): ("not-a-file", "entry", "a \(kind)", "a regular file")
    case .symbolicLink: ("symbolic-link", "entry", "a symbolic link", "a regular file")
    case .hardLinked(let count):
      ("hard-linked", "entry", "a file with \(count) names", "a file with one name")
    case .tooLarge(let byteCount, let bound):
      ("too-large", "file", "\(byteCount) bytes long", "at most \(bound) bytes")
    case .unreadable(let detail):
      ("unreadable", "file", "unreadable: \(detail)", "a file the spool's user may read")
    case .nameNotAllowed:
      (
        "name-not-allowed", "name", "not usable",
        "at most \(InboxName.largestByteCount) bytes of UTF-8 without control characters"
      )
    case .tooManyJobs(let count, let bound):
      ("too-many-jobs", "array", "\(count) jobs long", "at most \(bound) jobs")
    case .invalidJob(let field, let value, let allowed): ("invalid-job", field, value, allowed)
    case .content: ("content", nil, "not what a job looks like", "see the error file")
    }
  }
}

/// Names of files in the inbox and of what is made of them.
enum InboxName {
  /// Leaves room for `.error.json` and a time in the 255 bytes a name may have.
  static let largestByteCount = 200

  /// Whether a name is meant for the spool: it ends in `.json` and has no leading dot.
  static func counts(_ bytes: [UInt8]) -> Bool {
    bytes.count > 5 && bytes.first != UInt8(ascii: ".")
      && bytes.suffix(5) == Array(".json".utf8)[...]
  }

  /// The name as text when it is one that is allowed.
  static func allowed(_ name: FolderListing.Name) -> String? {
    guard let text = name.text, name.bytes.count <= largestByteCount,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return nil }
    return text
  }

  /// A name that stands for one that is not allowed.
  static func substitute(for name: FolderListing.Name) -> String {
    "unnamed-\(Digest.hexadecimal(name.bytes).prefix(16)).json"
  }

  /// `name` with a part before `.json`, for the `attempt`-th try to find a free one.
  static func variant(_ name: String, now: Timestamp, attempt: Int) -> String {
    guard attempt > 0 else { return name }
    let tail = attempt == 1 ? "" : "-\(attempt)"
    return "\(name.dropLast(".json".count)).\(now.milliseconds)\(tail).json"
  }
}
