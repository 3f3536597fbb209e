import Testing

@testable import Settings

/// What a user reads when something is wrong.
@Suite struct ProblemTests {
  @Test(arguments: SettingsProblem.Reason.allCases)
  func everyReasonMakesOneSentenceWithItsPlace(reason: SettingsProblem.Reason) {
    let problem = SettingsProblem(
      reason, at: Origin(.base, file: "s.yaml", line: 3, column: 7), key: "api.port",
      found: "\"x\"", allowed: "an integer", nearest: "api.host")
    let text = problem.description
    #expect(text.hasPrefix("s.yaml:3:7: "))
    #expect(text.hasSuffix("; allowed is an integer; did you mean api.host?"))
    #expect(!text.contains("\n"))
    let bare = SettingsProblem(reason, at: Origin(.base, file: "s.yaml")).description
    #expect(bare.hasPrefix("s.yaml: "))
    #expect(bare.hasSuffix("."))
  }

  @Test(arguments: [
    (Origin.code, "default", "code"),
    (Origin(.base, file: "f", line: 1, column: 2), "f:1:2 (base)", "f:1:2"),
    (Origin(.profile, file: "f", line: 1, name: "staging"), "f:1 (profile staging)", "f:1"),
    (Origin(.environmentFile, file: "f", line: 1, column: 2, name: "A"), "f:1:2", "f:1:2"),
    (Origin(.environment, name: "A"), "environment variable A", "environment variable A"),
    (Origin(.commandLine, name: "a.b"), "--set a.b", "--set a.b"),
  ])
  func anOriginSaysWhereAValueCameFrom(origin: Origin, description: String, place: String) {
    #expect(origin.description == description)
    #expect(origin.place == place)
  }

  @Test func anErrorListsItsProblemsALineEach() {
    let problems = [1, 2].map {
      SettingsProblem(.tooDeep, at: Origin(.base, file: "f", line: $0, column: 1))
    }
    let error = SettingsError(problems: problems)
    #expect(
      error.description
        == "f:1:1: the nesting is too deep.\nf:2:1: the nesting is too deep.")
  }

  @Test func sourcesAreListedByPriority() {
    #expect(
      Origin.Source.allCases.map(\.rawValue) == [
        "code", "base", "profile", "environment-file", "environment", "command-line",
      ])
  }
}

/// The three environments and their names.
@Suite struct DeploymentEnvironmentTests {
  @Test func everyNameReadsBackAndEveryFileIsItsOwn() {
    for deployment in DeploymentEnvironment.allCases {
      #expect(DeploymentEnvironment(name: deployment.rawValue) == deployment)
    }
    #expect(
      DeploymentEnvironment.allCases.map(\.file) == [
        "env/.env.dev", "env/.env.staging", "env/.env.prod",
      ])
    #expect(DeploymentEnvironment.allNames.count == 6)
  }

  @Test(arguments: [
    ("productoin", "production"), ("prd", "production"), ("deve", "development"),
    ("stagng", "staging"),
  ])
  func theNearestNameIsTheFullOne(name: String, nearest: String) {
    #expect(DeploymentEnvironment(name: name) == nil)
    #expect(DeploymentEnvironment.nearest(to: name) == nearest)
  }

  @Test(arguments: [" prod", "prod ", "production\n", "프로덕션"])
  func aNameIsNotTrimmed(name: String) {
    #expect(DeploymentEnvironment(name: name) == nil)
  }
}
