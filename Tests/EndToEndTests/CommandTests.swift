import Foundation
import StrictJSON
import Testing

/// The commands as scripts use them: output, exit codes, errors on standard error.
@Suite struct CommandTests {
  private let program = Program()

  private func json(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Array(text.utf8)).value
  }

  @Test(arguments: [
    "상큼한 여름 시트러스, 달지 않게, EDT", "a smoky rose for winter evenings, under 150 USD/kg",
    "비 온 뒤 숲길 같은 woody green",
  ])
  func theSameBriefAndSeedGiveTheSameBytesInTwoProcesses(brief: String) throws {
    let first = try program.run("compose", "--brief", brief, "--seed", "5", "--json")
    let second = try program.run("compose", "--brief", brief, "--seed", "5", "--json")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output == second.output)
    let result = try json(first.output)
    #expect(result["schema"] == "fragrance.result/1")
    #expect(result["degraded"] == ["no language model"])
    #expect(result["models"] == [])
    #expect(result["legality"]?["violations"] == [])
  }

  @Test func partsOfAComposedFormulaSumToExactlyAThousand() throws {
    let run = try program.run("compose", "--brief", "white flowers and musk", "--json")
    guard case .array(let lines) = try json(run.output)["formula"]?["lines"] else {
      Issue.record("no lines in \(run.output)")
      return
    }
    let millionths = lines.map { line -> Int in
      switch line["partsPerThousand"] {
      case .int(let number): number * 1000
      case .number(let number): Int((number * 1000).rounded())
      default: -1
      }
    }
    #expect(millionths.reduce(0, +) == 1_000_000)
    #expect((8...30).contains(lines.count))
  }

  @Test func briefsAreReadLineByLineInOrder() throws {
    let run = try program.run(
      "brief", "read", "--ndjson",
      input:
        "{\"id\":1,\"text\":\"no patchouli, fresh lemon\"}\n{\"id\":\"b\",\"text\":\"장미 빼고 우디\"}\n")
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(try json(String(lines[0]))["id"] == 1)
    let second = try json(String(lines[1]))
    #expect(second["id"] == "b")
    #expect(second["language"] == "ko")
    #expect(second["families"]?["woody"]?["value"] != nil)
  }

  @Test func aLineThatIsNoBriefEndsWithItsNumberAndTheInputExitCode() throws {
    let run = try program.run("brief", "read", "--ndjson", input: "{\"id\":1}\n")
    #expect(run.status == 65)
    #expect(run.errors.contains("line 1"))
  }

  @Test func anIllegalFormulaIsJudgedWithExitCodeOne() throws {
    let formula = """
      {"product":{"category":"EDP","dosagePercent":20},
       "lines":[{"name":"Citral","cas":["5392-40-5"],"partsPerThousand":500},
                {"name":"Lilial","partsPerThousand":10},
                {"name":"Hedione","partsPerThousand":490}]}
      """
    let run = try program.run("check", "-", "--json", input: formula)
    #expect(run.status == 1, "\(run.errors)")
    guard case .array(let violations) = try json(run.output)["legality"]?["violations"] else {
      Issue.record("no violations in \(run.output)")
      return
    }
    let substances = violations.map { $0["substance"]?.canonicalText ?? "" }.joined()
    #expect(substances.contains("itral"))
    #expect(violations.count >= 2)
  }

  @Test func anUnknownMaterialIsNamedWithTheNearestOne() throws {
    let formula = """
      {"product":{"category":"EDP"},"lines":[{"name":"Citrall","partsPerThousand":5}]}
      """
    let run = try program.run("check", "-", input: formula)
    #expect(run.status == 65)
    #expect(run.errors.contains("nearest"))
  }

  @Test func theThreeEnvironmentsAreValid() throws {
    let run = try program.run("config", "check")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func aWrongSettingStopsTheProgramWithTheNearestName() throws {
    let run = try program.run("config", "show", "--set", "api.prot=80")
    #expect(run.status == 78)
    #expect(run.errors.contains("api.port"))
  }

  @Test func everySampleIsAcceptedByTheSpoolAndShownAgain() throws {
    let samples = try FileManager.default.contentsOfDirectory(
      atPath: Program.root + "/jobs/samples"
    ).filter { $0.hasSuffix(".json") }
    #expect(samples.count >= 3)
    for sample in samples {
      let run = try program.run("submit", "jobs/samples/\(sample)")
      #expect(run.status == 0, "\(run.errors)")
      let id = String(run.output.split(separator: "\n")[0])
      let shown = try program.run("show", id, "--json")
      #expect(try json(shown.output)["state"] == "available")
    }
    let cancelled = try json(try program.run("jobs", "--json").output)
    guard case .array(let jobs) = cancelled, case .string(let id) = jobs[0]["id"] else {
      Issue.record("no jobs listed")
      return
    }
    #expect(try program.run("cancel", id).status == 0)
    #expect(try program.run("cancel", id).status == 1)
    #expect(try program.run("retry", id).status == 0)
  }

  @Test func aJobThatDoesNotExistHasItsOwnExitCode() throws {
    let run = try program.run("show", "01890a5d-ac96-774b-bcce-b302099a8057")
    #expect(run.status == 66)
    #expect(try program.run("show", "../../etc/passwd").status == 64)
  }

  @Test(arguments: [
    "{\"kind\":\"brief\"}", "{\"kind\":\"brief\",\"text\":\"\\ud800\"}", "[", "",
    "{\"kind\":\"brief\",\"text\":\"a\\u0000b\"}", "{\"kind\":\"brief\",\"text\":\"🌹🌹\"}",
    "{\"kind\":\"evolve\"}", "{\"kind\":\"train-rl\",\"epochs\":0}",
  ])
  func aBadJobFileIsRefusedWithItsPlace(text: String) throws {
    let run = try program.run("submit", "-", input: text)
    #expect(run.status == 65)
    #expect(run.errors.contains("line "))
  }

  @Test func anImpossibleBriefNamesItsConflict() throws {
    let run = try program.run("compose", "--brief", "rose and oud, at most 1 USD/kg")
    #expect(run.status == 1)
    #expect(run.errors.contains("brief-infeasible"))
    #expect(run.errors.contains("USD"))
  }

  @Test func aTextWithoutAnythingKnownIsNotComposedFor() throws {
    let run = try program.run("compose", "--brief", "qwertzuiop asdf")
    #expect(run.status == 1)
    #expect(run.errors.contains("brief-not-understood"))
  }
}
