/// A source file as a list of lines, with a second view in which comments and texts are blanked.
struct SourceText {
  /// Path from the root of the package.
  let path: String
  let lines: [Substring]

  /// The lines with comments and the insides of string literals replaced by spaces, so that a brace
  /// or a word found there is code.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = Self.blank(text).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }

  /// Module or test target the file belongs to: the folder below `Sources` or `Tests`.
  var target: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[1]) : ""
  }

  var isTest: Bool { path.hasPrefix("Tests/") }

  /// Line count without the empty end after the last newline.
  var lineCount: Int { lines.last?.isEmpty == true ? lines.count - 1 : lines.count }

  private enum Region { case code, lineComment, blockComment, text, multilineText }

  private static func blank(_ text: String) -> String {
    var region = Region.code
    var blockDepth = 0
    var hashes = 0
    var result = ""
    let characters = Array(text)
    var index = 0
    func matches(_ pattern: String, at start: Int) -> Bool {
      characters[start...].starts(with: Array(pattern))
    }
    while index < characters.count {
      let character = characters[index]
      switch region {
      case .code:
        if matches("//", at: index) {
          region = .lineComment
        } else if matches("/*", at: index) {
          region = .blockComment
          blockDepth = 1
          index += 1
        } else if character == "\"" {
          hashes = characters[..<index].reversed().prefix { $0 == "#" }.count
          region = matches("\"\"\"", at: index) ? .multilineText : .text
          index += region == .multilineText ? 2 : 0
        } else {
          result.append(character)
          index += 1
          continue
        }
      case .lineComment:
        if character == "\n" { region = .code }
      case .blockComment:
        if matches("/*", at: index) { blockDepth += 1 }
        if matches("*/", at: index) { blockDepth -= 1 }
        if blockDepth == 0 {
          region = .code
          index += 1
        }
      case .text, .multilineText:
        let fence = region == .text ? "\"" : "\"\"\""
        let end = fence + String(repeating: "#", count: hashes)
        if character == "\\" && hashes == 0 {
          index += 1
        } else if matches(end, at: index) {
          region = .code
          index += end.count - 1
        } else if region == .text && character == "\n" {
          region = .code
        }
      }
      result.append(character == "\n" ? "\n" : " ")
      index += 1
    }
    return result
  }
}

/// A breach of a house rule.
struct Finding: Equatable, CustomStringConvertible {
  let path: String

  /// From 1.
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}
