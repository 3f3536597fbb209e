import ArgumentParser
import FormulaRules
import Foundation
import JobSpool
import LanguageModels
import ModelEnsemble
import Monitoring
import Perfumery
import Settings
import StrictJSON

/// `fragrance doctor`: what is missing or wrong on this machine, and how to mend it.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Says what is missing or wrong here, and how to mend it.",
    discussion: "Exits with 0 when nothing stops the program, 1 when something does.")

  @OptionGroup var options: SettingsOptions

  /// One thing looked at.
  struct Finding {
    enum Grade: String { case good, warning, bad }

    var subject: String
    var grade: Grade
    var detail: String
    var remedy: String?
  }

  func run() async throws {
    let settings = try options.load()
    var findings = Self.tables()
    findings.append(Self.library())
    findings.append(Self.linearAlgebra())
    findings += await Self.spool(settings)
    findings += try await Self.models(settings)
    if options.json {
      print(JSONValue.array(findings.map(\.json)).indentedText)
    } else {
      for finding in findings { print(finding.line) }
    }
    guard !findings.contains(where: { $0.grade == .bad }) else { throw Exit.answerIsNo }
  }

  private static func tables() -> [Finding] {
    do {
      let catalogue = try Catalogue.builtIn()
      let rules = try RuleBook.builtIn(catalogue: catalogue)
      return [
        Finding(
          subject: "tables", grade: .good,
          detail: "\(catalogue.materials.count) materials, \(catalogue.notes.count) notes, "
            + "IFRA amendment \(rules.amendment)")
      ]
    } catch {
      return [
        Finding(
          subject: "tables", grade: .bad, detail: "\(error)", remedy: "Rebuild the program.")
      ]
    }
  }

  private static func linearAlgebra() -> Finding {
    let check = WorkerCommand.linearAlgebra()
    guard let failure = check.failure else {
      return Finding(subject: "openblas", grade: .good, detail: check.name)
    }
    return Finding(
      subject: "openblas", grade: .warning, detail: failure,
      remedy: "apt-get install libopenblas0; only training needs it.")
  }

  private static func library() -> Finding {
    let version = SQLiteLibrary.version
    let text = "SQLite \(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000)"
    guard SQLiteLibrary.hasLogResetBug(version) else {
      return Finding(subject: "sqlite", grade: .good, detail: text)
    }
    return Finding(
      subject: "sqlite", grade: .warning,
      detail: "\(text) can lose commits when several connections checkpoint at once; "
        + "only the app checkpoints, so this program is not exposed",
      remedy: "Do not open spool.sqlite with other writing programs; upgrade to 3.51.3 or newer.")
  }

  private static func spool(_ settings: Settings) async -> [Finding] {
    do {
      let spool = try Assembly.openSpool(settings)
      var findings = spool.folder.warnings.map {
        Finding(subject: "volume", grade: .warning, detail: $0)
      }
      let depths = try await spool.store.depths(now: .now)
      let waiting = depths.map { $0.counts[.available, default: 0] }.reduce(0, +)
      findings.append(
        Finding(
          subject: "spool", grade: .good,
          detail: "\(spool.folder.path) opens, \(waiting) jobs available"))
      findings.append(freeSpace(spool.folder.path))
      findings.append(keeper(spool.folder))
      try spool.store.close()
      return findings
    } catch let error as SpoolError {
      return [Finding(subject: "spool", grade: .bad, detail: "\(error)", remedy: remedy(error))]
    } catch {
      return [Finding(subject: "spool", grade: .bad, detail: "\(error)")]
    }
  }

  private static func remedy(_ error: SpoolError) -> String? {
    switch error {
    case .corrupt: "Stop all processes, restore a backup of spool.sqlite, keep the damaged file."
    case .diskFull: "Free space on the volume, or run fragrance prune."
    case .readOnly: "Give the folder to the user this program runs as, or remount it for writing."
    case .newerSchema: "Run the newer version of this program."
    case .secondKernel: "Stop the other machine, or use a database server."
    case .unsafeVolume, .queueFull, .invalidJob, .busy, .other: nil
    }
  }

  private static func freeSpace(_ path: String) -> Finding {
    var volume = statvfs()
    guard statvfs(path, &volume) == 0 else {
      return Finding(subject: "disk", grade: .warning, detail: "its free space cannot be read")
    }
    let megabytes = volume.f_bavail * volume.f_frsize / 1_000_000
    let isShort = megabytes < 500
    return Finding(
      subject: "disk", grade: isShort ? .warning : .good, detail: "\(megabytes) MB free",
      remedy: isShort ? "Free space on the volume, or run fragrance prune." : nil)
  }

  private static func keeper(_ folder: SpoolFolder) -> Finding {
    guard SpoolKeeper.isRunning(in: folder) else {
      return Finding(
        subject: "app", grade: .warning,
        detail: "no app keeps this spool: dropped files wait and the log grows",
        remedy: "Run fragrance serve.")
    }
    return Finding(subject: "app", grade: .good, detail: "an app keeps this spool")
  }

  private static func models(_ settings: Settings) async throws -> [Finding] {
    guard !settings.ensemble.configuredMembers.isEmpty else {
      return [
        Finding(
          subject: "models", grade: .warning,
          detail: "no language model is configured; the rule reader serves",
          remedy: "Set ensemble.qwen.url to an OpenAI-compatible server.")
      ]
    }
    let ensemble = try Assembly.ensemble(settings, try Catalogue.builtIn(), asksModels: true)
    return await ensemble.check(deadline: .now + .seconds(5)).map { answer in
      switch answer.health {
      case .success:
        Finding(
          subject: "model \(answer.role.rawValue)", grade: .good,
          detail: "\(answer.model.name) answers")
      case .failure(let error):
        Finding(
          subject: "model \(answer.role.rawValue)", grade: .bad,
          detail: "\(answer.model.name): \(error)",
          remedy: "Start the server, or correct ensemble.\(answer.role.rawValue).url.")
      }
    }
  }
}

extension DoctorCommand.Finding {
  var line: String {
    let mark =
      switch grade {
      case .good: Terminal.green("good   ")
      case .warning: Terminal.bold("warning")
      case .bad: Terminal.red("bad    ")
      }
    return "\(mark)  \(subject): \(detail)" + (remedy.map { "\n         → \($0)" } ?? "")
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "subject": .string(subject), "grade": .string(grade.rawValue), "detail": .string(detail),
    ]
    members["remedy"] = remedy.map(JSONValue.string)
    return .object(members)
  }
}
