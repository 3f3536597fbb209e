import Foundation
import StrictJSON
import Testing

/// The documents say what is there.
@Suite struct DocumentTests {
  private static func documents() throws -> [String] {
    let files = FileManager.default
    let docs = files.enumerator(atPath: Program.root + "/docs")?.compactMap { $0 as? String } ?? []
    return ["README.md", "CHANGELOG.md", "jobs/README.md"]
      + docs.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
  }

  @Test func everyLinkToAFileResolves() throws {
    for document in try Self.documents() {
      let text = try String(contentsOfFile: "\(Program.root)/\(document)", encoding: .utf8)
      let folder = URL(filePath: "\(Program.root)/\(document)").deletingLastPathComponent()
      for part in text.components(separatedBy: "](").dropFirst() {
        guard let target = part.split(separator: ")").first, !target.contains("://"),
          !target.hasPrefix("#")
        else { continue }
        let path = String(target.split(separator: "#")[0])
        let exists = FileManager.default.fileExists(atPath: folder.appending(path: path).path)
        #expect(exists, "\(document) links to \(path)")
      }
    }
  }

  @Test func decisionsAreShort() throws {
    for document in try Self.documents() where document.hasPrefix("docs/decisions/") {
      let text = try String(contentsOfFile: "\(Program.root)/\(document)", encoding: .utf8)
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
      #expect(text.contains("Status:"))
    }
  }

  @Test func theFormulaOnTheReadmesFirstScreenIsTheOneTheProgramComposes() throws {
    let readme = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    let sample = try Data(
      contentsOf: URL(filePath: Program.root + "/jobs/samples/summer-citrus.ko.json"))
    guard case .string(let brief) = try JSONParser.parse(Array(sample)).value["text"] else {
      Issue.record("the sample has no text")
      return
    }
    let run = try Program().run("compose", "--brief", brief, "--seed", "7")
    let printed = Set(
      run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
    let block =
      readme.components(separatedBy: "```\n\(brief)\n").last?
      .components(separatedBy: "```").first ?? ""
    let lines = block.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.count > 25, "\(run.errors)")
    for line in lines where line != "…" {
      #expect(printed.contains(line), "the program does not print: \(line)")
    }
  }

  @Test func theReadmeNamesEveryTargetOfTheMakefileItUses() throws {
    let readme = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    let makefile = try String(contentsOfFile: Program.root + "/Makefile", encoding: .utf8)
    let used = readme.components(separatedBy: "make ").dropFirst()
      .compactMap { $0.split(whereSeparator: { !$0.isLetter && $0 != "-" }).first }
    for target in used
    where readme.contains("`make \(target)") || readme.contains("\nmake \(target)") {
      #expect(makefile.contains("\n\(target):"), "make \(target)")
    }
    #expect(!used.isEmpty)
  }
}
