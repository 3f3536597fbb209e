import BriefReading
import Crypto
import FormulaRules
import FormulaSearch
import JobSpool
import JobWorker
import LanguageModels
import ModelEnsemble
import Monitoring
import Perfumery
import ResultArchive
import ResultDocuments
import Settings
import StabilityRules
import StrictJSON

/// Puts the parts together from the settings; the only place that knows all of them.
enum Assembly {
  /// Connections to model servers, one pool for the whole life of the process.
  private static let connections = ModelConnections()

  /// Opens the spool's folder and database.
  ///
  /// - Throws: `SpoolError` when the volume is not safe or the database cannot be used.
  static func openSpool(_ settings: Settings) throws -> OpenSpool {
    let folder = try SpoolFolder(
      at: settings.spool.directory, allowsUnsafeVolume: settings.spool.allowUnsafeVolume)
    for warning in folder.warnings { Terminal.writeError("warning: \(warning)") }
    let store = try SQLiteJobStore(
      path: folder.database,
      options: SQLiteJobStore.Options(
        workBell: try Doorbell(path: folder.workBell),
        newsBell: try Doorbell(path: folder.newsBell)))
    return OpenSpool(settings: settings, folder: folder, store: store)
  }

  /// The flow from brief to result, as the worker and `fragrance compose` use it.
  static func composeFormula(
    _ settings: Settings, metrics: ServiceMetrics = ServiceMetrics(registry: PrometheusRegistry())
  ) throws -> ComposeFormula {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let rates = settings.composer.exchangeRates
    return ComposeFormula(
      ensemble: try ensemble(settings, catalogue, asksModels: true),
      composer: Composer(catalogue: catalogue, rules: rules, rates: rates),
      frontSearch: FrontSearch(catalogue: catalogue, rules: rules, rates: rates),
      judge: FormulaJudge(
        rules: rules, stability: try StabilityBook.builtIn(catalogue: catalogue)),
      defaults: ComposeFormula.Defaults(
        seed: settings.composer.defaultSeed, mode: mode(settings),
        category: settings.brief.defaultCategory,
        allergenLimitPpm: settings.brief.defaultMaxAllergensPpm,
        alternatives: settings.composer.alternatives, readingTime: readingTime(settings),
        configuration: stamp(settings)),
      policy: PolicySource(
        path: policyPath(settings), rates: rates, catalogue: catalogue, rules: rules),
      metrics: metrics)
  }

  private static func policyPath(_ settings: Settings) -> String {
    let path = settings.composer.policy
    return path.hasPrefix("/") ? path : "\(settings.spool.directory)/\(path)"
  }

  /// The mode for requests that name none; `auto` is the router's own.
  private static func mode(_ settings: Settings) -> EnsembleMode? {
    EnsembleMode(rawValue: settings.ensemble.mode.rawValue)
  }

  /// The readers of briefs: the rules, and the configured models when they are to be asked.
  static func ensemble(
    _ settings: Settings, _ catalogue: Catalogue, asksModels: Bool
  ) throws -> Ensemble {
    let members = asksModels ? settings.ensemble.configuredMembers : []
    return try Ensemble(
      reader: try RuleReader(catalogue: catalogue), roles: members.map(Self.role),
      prompts: members.isEmpty
        ? PromptSet([:]) : try PromptSet(folder: "\(settings.home)/configs/prompts"),
      vocabulary: Vocabulary(catalogue: catalogue), connections: connections)
  }

  private static func role(_ role: Settings.Role, _ member: Settings.Member) -> RoleSettings {
    RoleSettings(
      role: modelRole(role), url: member.url ?? "", model: member.model,
      apiKey: member.apiKey?.exposed, timeout: member.timeout, maxNewTokens: member.maxNewTokens,
      temperature: member.temperature, topP: member.topP, retries: member.retry,
      weight: member.weight)
  }

  private static func modelRole(_ role: Settings.Role) -> ModelRole {
    switch role {
    case .qwen: .qwen
    case .mistral: .mistral
    case .llama: .llama
    }
  }

  /// All attempts of the slowest model, which run beside the others.
  private static func readingTime(_ settings: Settings) -> Duration {
    settings.ensemble.configuredMembers.map { $0.member.timeout * ($0.member.retry + 1) }.max()
      ?? .seconds(10)
  }

  /// Digest of everything that can change a result: the settings of reading and composing, and the
  /// tables.
  static func stamp(
    _ settings: Settings, sections: [String] = ["brief.", "composer.", "ensemble."]
  ) -> ConfigurationStamp {
    let rows = settings.rendered(showOrigin: false)
      .filter { row in sections.contains { row.path.hasPrefix($0) } }
      .map { "\($0.path)=\($0.value)\n" }.joined()
    return ConfigurationStamp(
      version: Version.text, settings: Archive.digest(Array(rows.utf8)),
      tables: Archive.digest(EmbeddedTables.all))
  }

  /// Reads briefs for `fragrance brief read`.
  struct BriefSource: Sendable {
    private let ensemble: Ensemble
    private let seed: UInt64
    private let mode: EnsembleMode?
    private let time: Duration

    init(_ settings: Settings, asksModels: Bool) throws {
      ensemble = try Assembly.ensemble(
        settings, try Catalogue.builtIn(), asksModels: asksModels)
      seed = settings.composer.defaultSeed
      mode = Assembly.mode(settings)
      time = Assembly.readingTime(settings)
    }

    func read(_ text: String) async throws -> Brief {
      let request = BriefRequest(text: text, mode: mode, seed: seed)
      return try await ensemble.read(request, deadline: .now + time).brief
    }
  }
}
