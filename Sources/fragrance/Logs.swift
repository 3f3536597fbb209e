import Foundation
import JobSpool
import Logging
import Settings
import StrictJSON

/// Log lines on standard error, for people or as one JSON object a line.
struct LineLogHandler: LogHandler {
  let label: String
  let format: Settings.Logging.Format
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let time = Timestamp.now.text
    switch format {
    case .json:
      var members: [String: JSONValue] = fields.mapValues { .string("\($0)") }
      members["time"] = .string(time)
      members["level"] = .string(event.level.rawValue)
      members["logger"] = .string(label)
      members["message"] = .string("\(event.message)")
      Terminal.writeError(JSONValue.object(members).canonicalText)
    case .text:
      let rest = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      Terminal.writeError("\(time) \(event.level.rawValue) \(label): \(event.message)\(rest)")
    }
  }

  /// Sends all loggers here.
  static func bootstrap(_ settings: Settings) {
    let level = Logger.Level(rawValue: settings.logging.level.rawValue) ?? .info
    LoggingSystem.bootstrap { label in
      LineLogHandler(label: label, format: settings.logging.format, logLevel: level)
    }
  }
}
