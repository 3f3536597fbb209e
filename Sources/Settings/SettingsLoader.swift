/// Merges the sources, lowest first: defaults in code, YAML base, YAML profile,
/// `env/.env.<name>`, process environment, command line. Every source is checked whole, so that a
/// value is refused even where another one overrides it.
///
/// Decided: a missing `configs/llm_ensemble.yaml` is a notice, since the base repeats the defaults
/// in code. A missing `env/.env.<name>` is a problem when the environment was picked, because
/// production must not run with half its settings in silence; it is a notice when development was
/// only assumed.
struct SettingsLoader {
  private(set) var settings = Settings()
  private(set) var problems: [SettingsProblem] = []
  private let environment: [String: String]
  private var isPicked = true

  /// `picked` stands in for `APP_ENV`.
  init(home: String?, environment: [String: String], picked: DeploymentEnvironment?) {
    self.environment = environment
    settings.home = home ?? environment[Settings.homeVariable] ?? "."
    if settings.home.isEmpty { settings.home = "." }
    if let picked {
      settings.deployment = picked
    } else {
      pickEnvironment()
    }
  }

  private mutating func pickEnvironment() {
    let variable = DeploymentEnvironment.variable
    guard let name = environment[variable] else {
      isPicked = false
      return
    }
    settings.deploymentOrigin = Origin(.environment, name: variable)
    if let match = DeploymentEnvironment(name: name) {
      settings.deployment = match
    } else {
      isPicked = false
      problems.append(
        SettingsProblem(
          .unknownEnvironment, at: settings.deploymentOrigin, key: variable,
          found: RawValue.quote(name),
          allowed: DeploymentEnvironment.allNames.joined(separator: ", "),
          nearest: DeploymentEnvironment.nearest(to: name)))
    }
  }

  mutating func run(arguments: [Assignment]) {
    if BoundedFile.isFolder(settings.home) {
      readYAML(YAMLLayers.file, isOptional: false)
      readYAML(YAMLLayers.trainingFile, isOptional: true)
      readEnvironmentFile()
    } else {
      problems.append(
        SettingsProblem(
          .missingFile, at: Origin(.code, file: settings.home), key: "the home folder"))
    }
    take(Layer(environment: environment, home: settings.home))
    take(Layer(arguments))
    if problems.isEmpty { problems = settings.contradictions() }
    for setting in Setting.all { setting.resolve?(&settings) }
  }

  private mutating func take(_ layer: Layer) {
    problems += layer.problems
    problems += layer.apply(to: &settings)
  }

  private mutating func readYAML(_ file: String, isOptional: Bool) {
    let path = joined(settings.home, file)
    let bytes: [UInt8]
    do throws(BoundedFile.Failure) {
      bytes = try BoundedFile.read(path, limit: YAMLReader.byteLimit)
    } catch .missing {
      guard !isOptional else { return }
      settings.notices.append("\(path) does not exist: the defaults in code hold.")
      return
    } catch {
      problems.append(
        error.problem(at: Origin(.base, file: path), limit: YAMLReader.byteLimit))
      return
    }
    let layers = YAMLLayers(bytes, file: path)
    problems += layers.problems
    take(layers.base)
    for profile in DeploymentEnvironment.allCases where layers.profiles[profile] == nil {
      if profile == settings.deployment, !isOptional {
        settings.notices.append("\(path) has no profile \(profile): its base holds.")
      }
    }
    for profile in DeploymentEnvironment.allCases {
      guard let layer = layers.profiles[profile] else { continue }
      if profile == settings.deployment {
        take(layer)
      } else {
        // Checked all the same: a profile must not wait for its deployment to be found wrong.
        var unused = settings
        problems += layer.apply(to: &unused)
      }
    }
  }

  private mutating func readEnvironmentFile() {
    let path = joined(settings.home, settings.deployment.file)
    let origin = Origin(.environmentFile, file: path)
    do throws(BoundedFile.Failure) {
      let bytes = try BoundedFile.read(path, limit: EnvironmentFile.byteLimit)
      take(Layer(EnvironmentFile(bytes, file: path), home: settings.home))
    } catch .missing where !isPicked {
      settings.notices.append(
        "\(path) does not exist, and \(DeploymentEnvironment.variable) is not set.")
    } catch {
      problems.append(error.problem(at: origin, limit: EnvironmentFile.byteLimit))
    }
  }
}
