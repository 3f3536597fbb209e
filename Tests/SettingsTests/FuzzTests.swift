import SeededRandom
import Testing

@testable import Settings

/// Mutated files: nothing crashes, and every problem has a place inside the text.
@Suite struct FuzzTests {

  static let pieces =
    [
      "&a", "*a", "!!str ", "---\n", "...\n", "? ", ": ", "- ", "[", "]", "{", "}", "\"", "'",
      "|\n",
      ">-\n", "%YAML 1.1\n", "<<: ", "\t", "\u{0}", "\u{FEFF}", "\u{85}", "장미", "\r\n", "\r", "#",
      "=", "export ", "\\", "$A", "base", "api", "port", "null", "~", "1e9", "\u{2028}", "@", "`",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5]]

  static func mutate(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
      case 1: bytes.removeSubrange(place..<min(place + 5, bytes.count))
      case 2 where place < bytes.count:
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      default:
        let end = min(place + Int.random(in: 0..<40, using: &generator), bytes.count)
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }

  /// Whether a problem's line is one of the text's or the one behind its end, and its column lies
  /// on that line or one behind it. Lines end as YAML 1.1 says.
  static func isInside(_ problem: SettingsProblem, _ bytes: [UInt8]) -> Bool {
    guard let line = problem.line, let column = problem.column else {
      return problem.reason == .tooLarge
    }
    // "\r\n" is one Character.
    let ends: Set<Character> = ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: ends.contains)
    guard line >= 1, column >= 1, line <= lines.count + 1 else { return false }
    let length = line <= lines.count ? lines[line - 1].unicodeScalars.count : 0
    return column <= length + 2
  }

  @Test(arguments: 0..<40)
  func mutatedYAML(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let original = try ShippedFilesTests.bytes(YAMLLayers.file)
    let small = Array("base:\n  api: {port: 1, host: \"a\"}\nprofiles:\n  staging:\n".utf8)
    for round in 0..<40 {
      let bytes = Self.mutate(round % 8 == 0 ? original : small, using: &generator)
      let layers = YAMLLayers(bytes, file: "s.yaml")
      var settings = Settings()
      let problems = layers.problems + layers.base.apply(to: &settings)
      let outside = problems.filter { !Self.isInside($0, bytes) }
      #expect(outside.isEmpty, "\(outside) in \(String(decoding: bytes, as: UTF8.self))")
      #expect(problems.allSatisfy { !$0.description.isEmpty })
    }
  }

  @Test(arguments: 0..<40)
  func mutatedEnvironmentFiles(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed) | 1 << 40)
    let original = try ShippedFilesTests.bytes("env/.env.prod")
    for _ in 0..<40 {
      let bytes = Self.mutate(original, using: &generator)
      let layer = Layer(EnvironmentFile(bytes, file: "e"), home: ".")
      var settings = Settings()
      let problems = layer.problems + layer.apply(to: &settings)
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      for problem in problems {
        let line = try #require(problem.line)
        let column = try #require(problem.column)
        try #require(line >= 1 && line <= lines.count)
        let length = String(decoding: lines[line - 1], as: UTF8.self).unicodeScalars.count
        #expect(column >= 1 && column <= length + 1, "\(problem)")
      }
    }
  }

  @Test(arguments: 0..<10)
  func bytesAtRandom(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) | 1 << 41)
    for _ in 0..<100 {
      let count = Int.random(in: 0...200, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...127, using: &generator) }
      let problems = YAMLLayers(bytes, file: "s.yaml").problems
      #expect(problems.allSatisfy { Self.isInside($0, bytes) }, "\(problems) \(bytes)")
      _ = Layer(EnvironmentFile(bytes, file: "e"), home: ".")
    }
  }

  /// The check must be able to fail.
  @Test func aPlaceOutsideTheTextIsNoticed() {
    let text = Array("a: 1\nb\n".utf8)
    func problem(_ line: Int, _ column: Int) -> SettingsProblem {
      SettingsProblem(.malformed, at: Origin(.base, file: "s", line: line, column: column))
    }
    #expect(Self.isInside(problem(2, 1), text))
    #expect(!Self.isInside(problem(9, 1), text))
    #expect(!Self.isInside(problem(2, 9), text))
    #expect(!Self.isInside(problem(0, 1), text))
  }
}
