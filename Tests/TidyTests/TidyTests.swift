import Foundation
import Testing

/// The rules of the house, held against every source file.
@Suite struct TidyTests {
  /// Who may import whom among our modules; arrows point down only.
  static let allowedImports: [String: Set<String>] = [
    "SeededRandom": [],
    "Spelling": [],
    "OdourKernels": [],
    "PerfumeryTables": [],
    "BriefLexicon": [],
    "SpoolSQLite": [],
    "Perfumery": ["Spelling", "PerfumeryTables"],
    "StrictJSON": ["Spelling"],
    "BriefReading": ["Perfumery", "BriefLexicon"],
    "FormulaRules": ["Perfumery", "PerfumeryTables"],
    "OdourModel": ["OdourKernels", "Perfumery"],
    "ParetoSearch": ["SeededRandom"],
    "PolicyKernels": [],
    "PolicyLearning": ["PolicyKernels", "SeededRandom"],
    "StabilityRules": ["Perfumery", "PerfumeryTables"],
    "FormulaAppraisal": ["OdourModel", "Perfumery"],
    "FormulaSearch": [
      "FormulaAppraisal", "FormulaRules", "OdourModel", "ParetoSearch", "Perfumery", "SeededRandom",
    ],
    "FormulaSheets": ["FormulaRules", "Perfumery", "StabilityRules"],
    "LanguageModels": [],
    "ModelEnsemble": ["Perfumery", "BriefReading", "LanguageModels", "StrictJSON"],
    "JobSpool": ["SpoolSQLite"],
    "ResultArchive": ["JobSpool", "CZstd"],
    "CheckpointArchive": ["JobSpool", "PolicyLearning", "ResultArchive", "StrictJSON"],
    "TrainingCurves": ["JobSpool", "PolicyLearning"],
    "TrainingRuns": ["CheckpointArchive", "JobSpool", "PolicyLearning", "TrainingCurves"],
    "MessagePassing": ["PolicyLearning", "CMPI"],
    "FormulaPolicy": [
      "FormulaAppraisal", "FormulaRules", "FormulaSearch", "OdourModel", "ParetoSearch",
      "Perfumery", "PolicyLearning", "SeededRandom",
    ],
    "Monitoring": ["StrictJSON"],
    "JobDocuments": ["JobSpool", "Perfumery", "StrictJSON"],
    "ResultDocuments": [
      "FormulaAppraisal", "FormulaRules", "FormulaSearch", "ModelEnsemble", "OdourModel",
      "Perfumery", "StabilityRules", "StrictJSON",
    ],
    "JobAPI": ["JobDocuments", "JobSpool", "Monitoring", "Perfumery", "StrictJSON"],
    "JobWorker": [
      "BriefReading", "CheckpointArchive", "FormulaAppraisal", "FormulaPolicy", "FormulaRules",
      "FormulaSearch", "FormulaSheets", "JobDocuments", "JobSpool", "ModelEnsemble", "Monitoring",
      "Perfumery", "PolicyLearning", "ResultArchive", "ResultDocuments", "StabilityRules",
      "StrictJSON", "TrainingCurves", "TrainingRuns",
    ],
    "Settings": ["CLibYaml", "Perfumery", "Spelling"],
  ]

  /// Places where a rule would make the code worse, each with its reason.
  static let exceptions: [(path: String, message: String, reason: String)] = [
    (
      "Tests/JobAPITests/Support/MemoryStore.swift", "@unchecked Sendable",
      "carries a generic value out of a lock that only ever held it"
    )
  ]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func sources() throws -> [SourceText] {
    var files: [SourceText] = []
    for folder in ["Sources", "Tests"] {
      let enumerator = FileManager.default.enumerator(atPath: root.path + "/" + folder)
      while let name = enumerator?.nextObject() as? String {
        guard name.hasSuffix(".swift") else { continue }
        let path = "\(folder)/\(name)"
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        files.append(SourceText(path: path, text: text))
      }
    }
    return files.sorted { $0.path < $1.path }
  }

  private func expectNone(_ check: (SourceText) -> [Finding]) throws {
    let findings = try Self.sources().flatMap(check).filter { finding in
      !Self.exceptions.contains { $0.path == finding.path && finding.message.hasPrefix($0.message) }
    }
    let report = findings.map(\.description).joined(separator: "\n")
    #expect(findings.isEmpty, "\(report)")
  }

  @Test func filesAreShort() throws { try expectNone(Checks.fileSize) }

  @Test func linesAreShort() throws { try expectNone(Checks.columns) }

  @Test func functionsAreShortAndFlat() throws { try expectNone(Checks.functions) }

  @Test func noBannedWords() throws {
    try expectNone { file in
      // The executable is where text is printed; this folder names the words it bans.
      Checks.bannedWords(file).filter {
        !file.path.hasPrefix("Tests/TidyTests/")
          && !(file.target == "fragrance" && $0.message.hasPrefix("print("))
      }
    }
  }

  @Test func whatOtherModulesSeeIsDocumented() throws { try expectNone(Checks.documentation) }

  @Test func abstractsAreShort() throws { try expectNone(Checks.abstracts) }

  @Test func filesHaveNamesThatSaySomething() throws { try expectNone(Checks.fileName) }

  @Test func importsPointDownOnly() throws {
    try expectNone { Checks.imports($0, allowed: Self.allowedImports) }
  }

  @Test func everyModuleIsInTheImportTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.path + "/Sources")
    let known = Set(Self.allowedImports.keys).union(["fragrance", "CMPI", "CZstd", "CLibYaml"])
    #expect(Set(folders).subtracting(known).isEmpty)
  }

  @Test func theImportTableHasNoCycle() {
    var settled: Set<String> = ["CMPI", "CZstd", "CLibYaml"]
    var waiting = Self.allowedImports
    while let ready = waiting.first(where: { $0.value.isSubset(of: settled) }) {
      settled.insert(ready.key)
      waiting[ready.key] = nil
    }
    #expect(waiting.isEmpty)
  }

  @Test func everyExceptionIsStillNeededAndHasAReason() throws {
    let all = try Self.sources().flatMap { file in
      Checks.fileSize(file) + Checks.functions(file) + Checks.bannedWords(file)
        + Checks.documentation(file)
    }
    for exception in Self.exceptions {
      #expect(exception.reason.count > 10)
      #expect(all.contains { $0.path == exception.path && $0.message.hasPrefix(exception.message) })
    }
  }
}
