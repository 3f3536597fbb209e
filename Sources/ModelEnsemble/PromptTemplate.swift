import LanguageModels
import Perfumery

/// A prompt as a file: what a model is told, in Korean and English.
///
///     version 1
///     ## system.ko
///     … {{families}} …
///     ## user.ko
///     … {{brief}} …
///
/// The first line carries the version. Sections are `system`, `user` and, together or not at all,
/// `example` (a brief) and `answer` (its JSON), each with `.ko` and `.en`. `{{brief}}` stands once
/// in each `user` section and nowhere else; what a brief contains is never expanded.
package struct PromptTemplate: Sendable, Hashable {
  /// From 1; raised with every change of the file.
  package let version: Int
  private let sections: [String: String]

  /// Longest prompt file that is read.
  package static let byteLimit = 65_536

  private static let listNames = ["families", "notes", "moods", "products"]

  /// Reads the text of a prompt file.
  ///
  /// - Parameter file: its name, for messages.
  /// - Throws: `EnsembleError.prompt` with the line.
  package init(_ text: String, file: String) throws(EnsembleError) {
    func problem(_ line: Int, _ what: String) -> EnsembleError {
      .prompt(file: file, line: line, problem: what)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.first?.split(separator: " ") ?? []
    guard first.count == 2, first[0] == "version", let version = Int(first[1]), version > 0 else {
      throw problem(1, "the first line has to be \"version\" and a number from 1")
    }
    var sections: [String: [Substring]] = [:]
    var current: String?
    for (index, line) in lines.enumerated().dropFirst() {
      if line.hasPrefix("## ") {
        let name = String(line.dropFirst(3))
        guard Self.sectionNames.contains(name), sections[name] == nil else {
          throw problem(
            index + 1, "\"\(name)\" is not one of \(Self.sectionNames), or stands there twice")
        }
        sections[name] = []
        current = name
      } else if let current {
        sections[current]?.append(line)
      } else if !line.isEmpty {
        throw problem(index + 1, "text before the first section")
      }
    }
    self.version = version
    self.sections = sections.mapValues { Self.trimmed($0.joined(separator: "\n")) }
    if let what = flaw { throw problem(0, what) }
  }

  /// The messages for a brief.
  func messages(for text: String, vocabulary: Vocabulary) -> [ChatMessage] {
    let suffix = ".\(BriefRequest.language(of: text).rawValue)"
    let values = [
      "brief": text,
      "families": Self.list(Vocabulary.families), "notes": Self.list(vocabulary.notes),
      "moods": Self.list(vocabulary.moods), "products": Self.list(Vocabulary.products),
    ]
    func section(_ name: String) -> String { sections[name + suffix] ?? "" }
    var messages = [ChatMessage(.system, Self.filled(section("system"), values))]
    if sections["example" + suffix] != nil {
      let example = values.merging(["brief": section("example")]) { _, example in example }
      messages.append(ChatMessage(.user, Self.filled(section("user"), example)))
      messages.append(ChatMessage(.assistant, section("answer")))
    }
    messages.append(ChatMessage(.user, Self.filled(section("user"), values)))
    return messages
  }

  /// The worked answer of a language, which has to be a valid answer itself; nil when there is
  /// none.
  func exampleAnswer(_ language: BriefLanguage) -> String? {
    sections["answer.\(language.rawValue)"]
  }

  private static let sectionNames = ["system", "user", "example", "answer"].flatMap {
    ["\($0).ko", "\($0).en"]
  }

  /// What is wrong with the sections as a whole, or nil.
  private var flaw: String? {
    for name in ["system.ko", "system.en", "user.ko", "user.en"] where sections[name] == nil {
      return "section \"\(name)\" is missing"
    }
    for language in ["ko", "en"] {
      if (sections["example.\(language)"] == nil) != (sections["answer.\(language)"] == nil) {
        return "\"example.\(language)\" and \"answer.\(language)\" belong together"
      }
    }
    for name in Self.sectionNames {
      guard let section = sections[name] else { continue }
      if section.isEmpty { return "section \"\(name)\" is empty" }
      guard name.hasPrefix("system") || name.hasPrefix("user") else { continue }
      let found = Self.placeholders(in: section)
      if let unknown = found.first(where: { $0 != "brief" && !Self.listNames.contains($0) }) {
        return "\"{{\(unknown)}}\" is not one of brief, \(Self.listNames.joined(separator: ", "))"
      }
      if found.count(where: { $0 == "brief" }) != (name.hasPrefix("user") ? 1 : 0) {
        return "\"{{brief}}\" stands once in each user section and nowhere else"
      }
    }
    return nil
  }

  private static func placeholders(in text: String) -> [String] {
    text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      part.firstRange(of: "}}").map { String(part[..<$0.lowerBound]) }
    }
  }

  /// One pass from left to right, so that braces inside a value stay as they are.
  private static func filled(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      let name = String(rest[open.upperBound..<close.lowerBound])
      result += rest[..<open.lowerBound]
      result += values[name] ?? String(rest[open.lowerBound..<close.upperBound])
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  private static func list(_ terms: [Vocabulary.Term]) -> String {
    terms.map(\.id).joined(separator: ", ")
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
  }
}
