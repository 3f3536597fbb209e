import Foundation

@testable import Settings

/// A home folder of its own, removed with the value.
final class TemporaryHome: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit {
    // Nothing a test could do about it; the folder is the system's to clean up then.
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// The problems of loading this home, places without the folder's own path.
  func problems(
    environment: [String: String] = [:], arguments: [Assignment] = []
  ) -> [SettingsProblem] {
    do throws(SettingsError) {
      _ = try Settings.load(home: path, environment: environment, arguments: arguments)
      return []
    } catch {
      return error.problems.map { problem in
        var short = problem
        short.origin.file = problem.origin.file.map(relative)
        return short
      }
    }
  }

  func relative(_ file: String) -> String {
    file.hasPrefix(path + "/") ? String(file.dropFirst(path.count + 1)) : file
  }
}

/// The root of the repository, links resolved.
let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// Reads YAML as if it were the settings file.
func yamlProblems(_ text: String) -> [SettingsProblem] {
  YAMLLayers(Array(text.utf8), file: "s.yaml").problems
}

extension Settings {
  /// `path: value` of each setting, as `config show` prints it.
  var shown: [String: String] {
    Dictionary(
      uniqueKeysWithValues: rendered(showOrigin: false).map { ($0.path, "\($0.value)") })
  }
}

extension Setting {
  /// A valid value that differs from the default in code.
  var otherValue: String {
    get throws {
      let usual = "\(show(Settings()))"
      for candidate in Self.candidates where candidate != usual {
        var settings = Settings()
        do throws(Refusal) {
          try assign(.scalar(candidate, isPlain: true), &settings)
        } catch {
          continue
        }
        if settings != Settings() { return candidate }
      }
      throw NoOtherValue(path: path)
    }
  }

  private static let candidates = [
    "true", "false", "3", "4", "0.5", "9", "4096", "1500", "http://127.0.0.1:9/v1", "fast", "EDT",
    "warning", "text", "other", "0.25", "REINFORCE", "window", "cosine", "0.01",
  ]

  struct NoOtherValue: Error {
    var path: String
  }
}
