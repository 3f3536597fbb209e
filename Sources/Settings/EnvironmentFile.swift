internal import Spelling

/// Reads the text of `env/.env.<name>`: one `KEY=value` a line.
///
///     # a comment; blank lines are skipped
///     export API_PORT=8000      # "export" is allowed, so is a comment after a blank
///     JOBS_DIR="/srv/jobs"      # in double quotes: \" \\ \n \t
///     LOG_FORMAT='json'         # in single quotes: as it stands
///
/// Nothing is expanded: `$` stands for itself. No blanks around `=`; no value over several lines.
struct EnvironmentFile {
  static let byteLimit = 65_536

  struct Line: Equatable {
    var key: String
    var value: String
    var line: Int

    /// From 1, in Unicode scalars.
    var keyColumn: Int
    var valueColumn: Int
  }

  private(set) var lines: [Line] = []
  private(set) var problems: [SettingsProblem] = []
  private let file: String

  /// A line that is malformed: the column and what is wrong there.
  private struct Malformed: Error {
    var index: Int
    var message: String
  }

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    switch DecodedText(bytes) {
    case .invalid(let offset):
      let whole = Origin(.environmentFile, file: file)
      problems.append(.notUTF8(bytes, offset: offset, lineEnds: .lineFeed, at: whole))
    case .text(let text):
      let rows = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, row) in rows.enumerated() { read(row, number: index + 1) }
    }
  }

  private mutating func read(_ row: Substring.UnicodeScalarView, number: Int) {
    var scalars = Array(row)
    if scalars.last == "\r" { scalars.removeLast() }
    do throws(Malformed) {
      guard let line = try Self.parse(scalars, number: number) else { return }
      if let first = lines.first(where: { $0.key == line.key }) {
        problems.append(
          SettingsProblem(
            .duplicateKey, at: origin(number, line.keyColumn), key: line.key,
            found: "line \(first.line)"))
      } else {
        lines.append(line)
      }
    } catch {
      guard problems.count < YAMLReader.problemLimit else { return }
      problems.append(
        SettingsProblem(.malformed, at: origin(number, error.index + 1), found: error.message))
    }
  }

  func origin(_ line: Int, _ column: Int) -> Origin {
    Origin(.environmentFile, file: file, line: line, column: column)
  }

  private static func parse(
    _ scalars: [Unicode.Scalar], number: Int
  ) throws(Malformed) -> Line? {
    var start = skipBlanks(scalars, from: 0)
    if start == scalars.count || scalars[start] == "#" { return nil }
    if let control = scalars.firstIndex(where: { $0.isControl && $0 != "\t" }) {
      throw Malformed(index: control, message: "a control character")
    }
    if scalars[start...].starts(with: "export ".unicodeScalars) {
      start = skipBlanks(scalars, from: start + 7)
    }
    let end = scalars[start...].firstIndex { !isKeyScalar($0) } ?? scalars.count
    guard end > start, !("0"..."9" ~= scalars[start]) else {
      throw Malformed(index: start, message: "no name of letters, digits and _ before =")
    }
    guard end < scalars.count, scalars[end] == "=" else {
      throw Malformed(index: end, message: "no = directly after the name")
    }
    return Line(
      key: string(scalars[start..<end]), value: try value(scalars, from: end + 1), line: number,
      keyColumn: start + 1, valueColumn: end + 2)
  }

  private static func value(
    _ scalars: [Unicode.Scalar], from start: Int
  ) throws(Malformed) -> String {
    guard start < scalars.count else { return "" }
    switch scalars[start] {
    case "'", "\"": return try quoted(scalars, from: start)
    case " ", "\t":
      let next = skipBlanks(scalars, from: start)
      if next == scalars.count || scalars[next] == "#" { return "" }
      throw Malformed(index: start, message: "a blank after =")
    default: break
    }
    var end = start
    while end < scalars.count, !(scalars[end] == "#" && isBlank(scalars[end - 1])) {
      if scalars[end] == "'" || scalars[end] == "\"" {
        throw Malformed(index: end, message: "a quote inside a value without quotes")
      }
      end += 1
    }
    while end > start, isBlank(scalars[end - 1]) { end -= 1 }
    return string(scalars[start..<end])
  }

  private static func quoted(
    _ scalars: [Unicode.Scalar], from start: Int
  ) throws(Malformed) -> String {
    let quote = scalars[start]
    var text = String.UnicodeScalarView()
    var index = start + 1
    while index < scalars.count, scalars[index] != quote {
      if quote == "\"", scalars[index] == "\\" {
        let escapes: [Unicode.Scalar: Unicode.Scalar] = [
          "\"": "\"", "\\": "\\", "n": "\n", "t": "\t",
        ]
        guard index + 1 < scalars.count, let meant = escapes[scalars[index + 1]] else {
          throw Malformed(index: index, message: "an escape other than \\\" \\\\ \\n \\t")
        }
        text.append(meant)
        index += 2
      } else {
        text.append(scalars[index])
        index += 1
      }
    }
    guard index < scalars.count else {
      throw Malformed(index: start, message: "a quote that is not closed on its line")
    }
    let next = skipBlanks(scalars, from: index + 1)
    guard next == scalars.count || (scalars[next] == "#" && next > index + 1) else {
      throw Malformed(index: next, message: "text after the closing quote")
    }
    return String(text)
  }

  private static func skipBlanks(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    scalars[start...].firstIndex { !isBlank($0) } ?? scalars.count
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t"
  }

  private static func isKeyScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || (scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar))
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}

extension Layer {
  /// An environment's file: the registry's variables alone, secrets only as paths.
  init(_ file: EnvironmentFile, home: String) {
    problems = file.problems
    let secretFiles = Dictionary(
      uniqueKeysWithValues: Setting.all.compactMap { setting in
        setting.fileVariable.map { ($0, setting) }
      })
    for line in file.lines {
      var origin = file.origin(line.line, line.valueColumn)
      origin.name = line.key
      if let setting = Setting.byVariable[line.key] {
        if setting.isSecret {
          problems.append(.misplaced(setting, at: origin))
        } else {
          let value = RawValue.scalar(line.value, isPlain: true)
          entries.append(Entry(setting: setting, value: value, origin: origin))
        }
      } else if let setting = secretFiles[line.key] {
        if !line.value.isEmpty {
          addSecret(of: setting, inFile: line.value, home: home, named: line.key, at: origin)
        }
      } else {
        origin.column = line.keyColumn
        problems.append(.unknownVariable(line.key, at: origin))
      }
    }
  }
}

extension SettingsProblem {
  fileprivate static func unknownVariable(_ name: String, at origin: Origin) -> SettingsProblem {
    let picksTheFile = [DeploymentEnvironment.variable, Settings.homeVariable].contains(name)
    return SettingsProblem(
      .unknownKey, at: origin, key: name,
      allowed: picksTheFile ? "\(name) in the process environment, since it picks this file" : nil,
      nearest: picksTheFile ? nil : Setting.byVariable.keys.nearest(to: name))
  }
}
