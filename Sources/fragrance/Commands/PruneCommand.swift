import ArgumentParser
import Foundation
import JobSpool
import Settings
import StrictJSON

/// `fragrance prune`: deletes results that are older than wanted.
struct PruneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Deletes results of jobs that ended long ago.")

  @OptionGroup var options: SettingsOptions

  @Option(help: "Days a result is kept; the setting spool.retention_days when absent.")
  var days: Int?

  func validate() throws {
    if let days, !(0...36_500).contains(days) {
      throw ValidationError("--days is \(days); allowed is 0 to 36500")
    }
  }

  func run() async throws {
    let count = try await withSpool(options) { spool in
      let kept = Duration.seconds((days ?? spool.settings.spool.retentionDays) * 86_400)
      let moment = Timestamp(milliseconds: Timestamp.now.milliseconds - kept.milliseconds)
      var count = 0
      while true {
        let jobs = try await spool.store.prunable(endedBefore: moment, limit: 500)
        guard !jobs.isEmpty else { return count }
        // The row first: a job whose file is gone must never say that it has a result.
        try await spool.store.markPruned(jobs.map(\.id))
        for path in jobs.compactMap(\.result?.path) {
          unlink("\(spool.folder.path)/\(path)")
        }
        count += jobs.count
      }
    }
    print(
      options.json
        ? (["pruned": .int(count)] as JSONValue).canonicalText : "\(count) results deleted")
  }
}
