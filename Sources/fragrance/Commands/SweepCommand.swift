import ArgumentParser
import JobDocuments
import JobSpool
import Settings
import StrictJSON

/// `fragrance sweep`: orders a training run for every combination of seeds and hyper-parameters.
///
/// The runs are jobs like any other: as many `worker rl` processes as there are share them.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Orders training runs over seeds and hyper-parameters.",
    discussion: "Every option takes several values: --seed 1 2 3 --learning-rate 0.001 0.0003")

  @OptionGroup var options: SettingsOptions

  @Option(parsing: .upToNextOption, help: "Seeds.") var seed: [Int] = []
  @Option(parsing: .upToNextOption, help: "Learning rates.") var learningRate: [Double] = []
  @Option(parsing: .upToNextOption, help: "Discounts.") var discount: [Double] = []
  @Option(parsing: .upToNextOption, help: "Entropy weights.") var entropy: [Double] = []
  @Option(parsing: .upToNextOption, help: "Counts of environment steps.") var totalSteps: [Int] = []

  /// More would be a mistake rather than a wish.
  private static let mostRuns = 1000

  func run() async throws {
    let orders = combinations
    guard orders.count <= Self.mostRuns else {
      throw ValidationError("There are \(orders.count) runs; at most \(Self.mostRuns) are allowed.")
    }
    let bytes = JSONValue.array(orders.map { .object($0) }).canonicalBytes
    let documents: [JobDocument]
    do {
      documents = try JobDocument.readFile(bytes)
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.invalidInput
    }
    try await withSpool(options) { spool in
      let jobs = documents.map { $0.newJob(usualMaxAttempts: spool.settings.spool.maxAttempts) }
      let outcomes = try await spool.store.enqueue(
        jobs, queueBound: spool.settings.api.queueBound, now: .now)
      for (order, outcome) in zip(orders, outcomes) {
        let row: JSONValue = ["id": .string(outcome.job.rawValue), "order": .object(order)]
        print(
          options.json
            ? row.canonicalText
            : "\(outcome.job.rawValue)  \(JSONValue.object(order).canonicalText)")
      }
    }
  }

  /// An order for each combination; options without values are left to the workers' settings.
  private var combinations: [[String: JSONValue]] {
    var orders: [[String: JSONValue]] = [["kind": .string(JobKind.trainRL.rawValue)]]
    func vary(_ name: String, _ values: [JSONValue]) {
      guard !values.isEmpty else { return }
      orders = orders.flatMap { order in
        values.map { value in order.merging([name: value]) { _, new in new } }
      }
    }
    vary("seed", seed.map { .int($0) })
    vary("learningRate", learningRate.map { .number($0) })
    vary("discount", discount.map { .number($0) })
    vary("entropy", entropy.map { .number($0) })
    vary("totalSteps", totalSteps.map { .int($0) })
    return orders
  }
}
