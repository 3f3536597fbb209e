import Foundation

/// The house rules that can be read off the text of the code.
enum Checks {
  static let columnLimit = 100
  static let fileLimit = 400
  static let functionLimit = 70
  static let nestingLimit = 4

  static func fileSize(_ file: SourceText) -> [Finding] {
    guard file.lineCount > fileLimit else { return [] }
    return [
      Finding(path: file.path, line: 1, message: "\(file.lineCount) lines, at most \(fileLimit)")
    ]
  }

  static func columns(_ file: SourceText) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      guard line.count > columnLimit else { return nil }
      return Finding(
        path: file.path, line: index + 1, message: "\(line.count) columns, at most \(columnLimit)")
    }
  }

  /// Length of functions and depth of nesting inside them, by counting braces in the code view.
  static func functions(_ file: SourceText) -> [Finding] {
    var braces = BraceCount()
    for (index, line) in file.code.enumerated() {
      if startsFunction(line) { braces.declaredAt = index }
      for character in line { braces.take(character, line: index) }
    }
    return braces.closed.flatMap { function in
      var messages: [String] = []
      if function.lineCount > functionLimit {
        messages.append("a function of \(function.lineCount) lines, at most \(functionLimit)")
      }
      if function.nesting > nestingLimit {
        messages.append("nesting of \(function.nesting) levels, at most \(nestingLimit)")
      }
      return messages.map { Finding(path: file.path, line: function.line + 1, message: $0) }
    }
  }

  /// Follows braces through a file and keeps what it learns of each function.
  private struct BraceCount {
    struct Function {
      var line: Int
      var depth: Int
      var nesting = 0
      var lineCount = 0
    }

    var declaredAt: Int?
    private(set) var closed: [Function] = []
    private var open: [Function] = []
    private var depth = 0

    mutating func take(_ character: Character, line: Int) {
      switch character {
      case "{": enter()
      case "}": leave(line)
      default: break
      }
    }

    private mutating func enter() {
      depth += 1
      if let line = declaredAt {
        open.append(Function(line: line, depth: depth))
        declaredAt = nil
      } else if let last = open.indices.last {
        open[last].nesting = max(open[last].nesting, depth - open[last].depth)
      }
    }

    private mutating func leave(_ line: Int) {
      if var function = open.last, function.depth == depth {
        open.removeLast()
        function.lineCount = line - function.line + 1
        closed.append(function)
      }
      depth -= 1
    }
  }

  private static func startsFunction(_ line: String) -> Bool {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "(" || $0 == "<" || $0 == "?" })
    guard let keyword = words.firstIndex(where: { !modifiers.contains(String($0)) }) else {
      return false
    }
    return words[keyword] == "func" || words[keyword] == "init"
  }

  private static let modifiers: Set<String> = [
    "package", "private", "fileprivate", "internal", "static", "final", "mutating", "nonisolated",
    "override", "convenience", "@discardableResult", "@Test", "@inline", "@inlinable", "class",
    "consuming", "borrowing",
  ]

  /// Words with what to do instead. Texts and comments do not count, except for the first two.
  static func bannedWords(_ file: SourceText) -> [Finding] {
    var findings: [Finding] = []
    for (index, line) in file.lines.enumerated() {
      for word in ["TODO", "FIXME", "XXX", "MARK:"] where line.contains(word) {
        findings.append(Finding(path: file.path, line: index + 1, message: "\(word) in the code"))
      }
    }
    let banned = [
      "try!", "fatalError(", "as!", "print(", "Task.sleep", "Thread.sleep", "@unchecked Sendable",
      "public ", "unsafeBitCast",
    ]
    for (index, line) in file.code.enumerated() {
      for word in banned where contains(word, in: line) {
        findings.append(Finding(path: file.path, line: index + 1, message: "\(word) in the code"))
      }
      if contains("try?", in: line), !hasComment(near: index, file) {
        findings.append(
          Finding(path: file.path, line: index + 1, message: "try? without saying why"))
      }
    }
    return findings
  }

  /// A whole word: `debugPrint(` and `printed` are not `print(`.
  private static func contains(_ word: String, in line: String) -> Bool {
    var rest = line[...]
    while let range = rest.range(of: word) {
      let before =
        range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      if !before.isLetter && !before.isNumber && before != "_" && before != "." { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  private static func hasComment(near index: Int, _ file: SourceText) -> Bool {
    (max(0, index - 2)...index).contains { file.lines[$0].contains("//") }
  }

  /// Every declaration other modules see says what it is.
  static func documentation(_ file: SourceText) -> [Finding] {
    guard !file.isTest else { return [] }
    var findings: [Finding] = []
    for (index, line) in file.code.enumerated() {
      let trimmed = line.drop { $0 == " " }
      let declares = ["struct", "class", "enum", "actor", "protocol", "func", "final class"]
        .contains {
          trimmed.hasPrefix("package \($0) ") || trimmed.hasPrefix("package static \($0) ")
        }
      guard declares, !isOperatorOrWitness(trimmed) else { continue }
      var above = index - 1
      while above >= 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
      let documented = above >= 0 && file.lines[above].drop { $0 == " " }.hasPrefix("///")
      if !documented {
        findings.append(
          Finding(path: file.path, line: index + 1, message: "no doc comment: \(trimmed)"))
      }
    }
    return findings
  }

  /// Operators and what a well-known protocol asks for explain themselves.
  private static func isOperatorOrWitness(_ declaration: Substring) -> Bool {
    [
      "func <", "func +", "func -", "func *", "func ==", "func hash(", "func run()", "func next()",
      "func encode(", "func make", "func destroy",
    ].contains { declaration.contains($0) }
  }

  /// First sentence of a doc comment.
  static func abstracts(_ file: SourceText) -> [Finding] {
    var findings: [Finding] = []
    var previousIsDoc = false
    for (index, line) in file.lines.enumerated() {
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("///"), !trimmed.hasPrefix("/// - "), !previousIsDoc {
        var sentence = ""
        for following in file.lines[index...] {
          let text = following.drop { $0 == " " }
          guard text.hasPrefix("/// ") else { break }
          sentence += text.dropFirst(3)
          if sentence.contains(". ") || sentence.hasSuffix(".") { break }
        }
        let first = sentence.range(of: ". ").map { String(sentence[..<$0.lowerBound]) } ?? sentence
        if first.count > 150 {
          findings.append(
            Finding(
              path: file.path, line: index + 1,
              message: "an abstract of \(first.count) characters, at most 150"))
        }
      }
      previousIsDoc = trimmed.hasPrefix("///")
    }
    return findings
  }

  /// Imports against the table of who may import whom.
  static func imports(_ file: SourceText, allowed: [String: Set<String>]) -> [Finding] {
    guard !file.isTest, let modules = allowed[file.target] else { return [] }
    return file.code.enumerated().compactMap { index, line in
      let words = line.split(separator: " ")
      guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count else {
        return nil
      }
      let module = String(words[words.count - 1].split(separator: ".")[0])
      guard allowed.keys.contains(module), !modules.contains(module) else { return nil }
      return Finding(
        path: file.path, line: index + 1, message: "\(file.target) may not import \(module)")
    }
  }

  /// Names that say nothing about what a file holds.
  static func fileName(_ file: SourceText) -> [Finding] {
    let name = file.path.split(separator: "/").last ?? ""
    let empty = [
      "Utils", "Utilities", "Helpers", "Helper", "Common", "Core", "Kit", "Manager", "New",
    ]
    guard empty.contains(where: { name.hasPrefix("\($0).") || name.hasSuffix("\($0).swift") })
    else {
      return []
    }
    return [Finding(path: file.path, line: 1, message: "a name that says nothing: \(name)")]
  }
}
