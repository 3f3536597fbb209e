import Testing

/// Each check is shown a fault that it must find and a text it must leave alone.
@Suite struct ChecksTests {
  private func source(_ text: String, path: String = "Sources/Perfumery/X.swift") -> SourceText {
    SourceText(path: path, text: text)
  }

  @Test func commentsAndTextsAreBlankedInTheCodeView() {
    let file = source(
      "let a = \"{ // }\" // {\n/* { /* */ { */ let b = #\"{\"#\nlet c = \"\"\"\n  {\n  \"\"\"\n}")
    #expect(file.code.joined().filter { $0 == "{" }.isEmpty)
    #expect(file.code.joined().filter { $0 == "}" }.count == 1)
    #expect(file.code.count == file.lines.count)
  }

  @Test func aLongFileIsFound() {
    let line = "let a = 1\n"
    #expect(Checks.fileSize(source(String(repeating: line, count: 401))).count == 1)
    #expect(Checks.fileSize(source(String(repeating: line, count: 400))).isEmpty)
  }

  @Test func aLongLineIsFound() {
    #expect(Checks.columns(source("\n" + String(repeating: "가", count: 101))).first?.line == 2)
    #expect(Checks.columns(source(String(repeating: "가", count: 100))).isEmpty)
  }

  @Test func aLongFunctionIsFound() {
    func function(_ count: Int) -> String {
      "package static func f() {\n" + String(repeating: "  g()\n", count: count) + "}\n"
    }
    #expect(Checks.functions(source(function(69))).count == 1)
    #expect(Checks.functions(source(function(68))).isEmpty)
  }

  @Test func deepNestingIsFound() {
    func function(_ depth: Int) -> String {
      "init() {\n" + String(repeating: "if a {\n", count: depth)
        + String(repeating: "}\n", count: depth) + "}\n"
    }
    #expect(Checks.functions(source(function(5))).count == 1)
    #expect(Checks.functions(source(function(4))).isEmpty)
  }

  @Test(arguments: [
    "// TODO later", "// MARK: - x", "let a = try! b()", "fatalError(\"x\")", "print(1)",
    "try await Task.sleep(for: .seconds(1))", "public func f() {}", "let a = try? b()",
    "final class A: @unchecked Sendable {}", "let a = b as! C",
  ])
  func aBannedWordIsFound(text: String) {
    #expect(!Checks.bannedWords(source(text)).isEmpty)
  }

  @Test(arguments: [
    "let text = \"print(1)\"", "// calls fatalError( never", "debugPrint(1)", "printed(1)",
    "// An unreadable file counts as absent.\nlet a = try? b()",
  ])
  func aHarmlessTextIsLeftAlone(text: String) {
    #expect(Checks.bannedWords(source(text)).isEmpty)
  }

  @Test func aMissingDocCommentIsFound() {
    #expect(Checks.documentation(source("package func f() {}")).count == 1)
    #expect(
      Checks.documentation(source("/// Does f.\n@discardableResult\npackage func f() {}")).isEmpty)
    #expect(Checks.documentation(source("package static func < (a: A, b: A) -> Bool {}")).isEmpty)
    #expect(Checks.documentation(source("func f() {}")).isEmpty)
  }

  @Test func aLongAbstractIsFound() {
    let long = "/// " + String(repeating: "word ", count: 16)
    #expect(Checks.abstracts(source("\(long)\n\(long).\nlet a = 1")).count == 1)
    #expect(Checks.abstracts(source("\(long).\n\(long).\nlet a = 1")).isEmpty)
  }

  @Test func anImportThatPointsUpIsFound() {
    let table: [String: Set<String>] = ["Perfumery": [], "JobSpool": ["Perfumery"]]
    #expect(Checks.imports(source("package import JobSpool"), allowed: table).count == 1)
    let above = source("import Perfumery\nimport Foundation", path: "Sources/JobSpool/X.swift")
    #expect(Checks.imports(above, allowed: table).isEmpty)
  }

  @Test func anEmptyNameIsFound() {
    #expect(Checks.fileName(source("", path: "Sources/A/Helpers.swift")).count == 1)
    #expect(Checks.fileName(source("", path: "Sources/A/JobManager.swift")).count == 1)
    #expect(Checks.fileName(source("", path: "Sources/A/Toolkit.swift")).isEmpty)
  }
}
