package import JobSpool
import Perfumery
import StrictJSON

/// A job as it is handed in: by HTTP, as a file in the inbox, or on the command line.
///
///     {"kind": "brief", "schema": "fragrance.job/1", "text": "상큼한 여름 시트러스", "seed": 7,
///      "mode": "balanced", "language": "ko", "product": {"category": "EDT", "dosagePercent": 8},
///      "alternatives": 3, "priority": 0, "runAt": "2026-11-23T09:00:00Z", "maxAttempts": 3}
///
/// Of a brief, only `kind` and `text` are required. A training run is ordered so, with only `kind`
/// required:
///
///     {"kind": "train-rl", "algorithm": "PPO", "seed": 7, "totalSteps": 3000000,
///      "iterations": 100, "stepsPerIteration": 128, "environments": 32, "ingredients": 96,
///      "batchSize": 256, "epochs": 4, "learningRate": 0.0005, "discount": 0.97, "traceDecay": 0.9,
///      "clipRange": 0.2, "targetKL": 0.05, "entropy": 0.003, "hiddenUnits": 128,
///      "hiddenLayers": 2}
///
/// `n_iterations` and `n_steps_per_iteration` are read as `iterations` and `stepsPerIteration`.
///
/// A field that is null counts as absent; a field that is not listed here is refused.
package struct JobDocument: Sendable, Hashable {
  /// The version of this format, written into every payload.
  package static let schema = "fragrance.job/1"

  /// Most jobs one file may hold.
  package static let itemCountLimit = 1000

  /// Tries a job gets when its document names no number.
  package static let usualMaxAttempts = 3

  /// Priorities a document may name.
  package static let priorities = -100...100

  /// Numbers of tries a document may name.
  package static let attemptCounts = 1...10

  /// Percent of concentrate in the finished product.
  package static let dosagePercents = 0.01...100.0

  /// Numbers of alternatives a document may ask for.
  package static let alternativeCounts = 0...10

  /// 2⁵³ − 1, the largest whole number every JSON reader holds exactly.
  package static let largestSeed = 9_007_199_254_740_991

  /// What is ordered.
  package enum Order: Sendable, Hashable {
    case brief(BriefOrder)
    case training(TrainingOrder)

    /// The kind of job that fulfils it.
    package var kind: JobKind {
      switch self {
      case .brief: .brief
      case .training: .trainRL
      }
    }
  }

  /// What is ordered.
  package var order: Order

  /// The brief that is ordered; nil for other orders.
  package var brief: BriefOrder? {
    if case .brief(let order) = order { order } else { nil }
  }

  /// Higher runs first, -100...100; nil is 0.
  package var priority: Int?

  /// Not before this moment; nil is at once.
  package var runAt: Timestamp?

  /// 1...10; nil is `usualMaxAttempts`.
  package var maxAttempts: Int?

  package init(
    order: Order, priority: Int? = nil, runAt: Timestamp? = nil, maxAttempts: Int? = nil
  ) {
    self.order = order
    self.priority = priority
    self.runAt = runAt
    self.maxAttempts = maxAttempts
  }

  /// Reads the body of a request for a brief; `kind` may be left out, since the address says it.
  ///
  /// The caller bounds the number of bytes.
  ///
  /// - Throws: the first problem met.
  package static func readBrief(_ bytes: [UInt8]) throws(JobDocumentError) -> JobDocument {
    try read(try parse(bytes), path: "", kind: .brief)
  }

  /// Reads the body of a request for a training run; `kind` may be left out.
  ///
  /// The caller bounds the number of bytes.
  ///
  /// - Throws: the first problem met.
  package static func readTraining(_ bytes: [UInt8]) throws(JobDocumentError) -> JobDocument {
    try read(try parse(bytes), path: "", kind: .trainRL)
  }

  /// Reads a file of the inbox: one job, or a list of 1...1000 of them.
  ///
  /// The caller bounds the number of bytes.
  ///
  /// - Throws: the first problem met; a list is accepted as a whole or not at all.
  package static func readFile(_ bytes: [UInt8]) throws(JobDocumentError) -> [JobDocument] {
    let root = try parse(bytes)
    guard case .array(let items) = root.content else {
      return [try read(root, path: "", kind: nil)]
    }
    guard (1...itemCountLimit).contains(items.count) else {
      throw .refused(
        JSONProblem(
          position: root.position, found: "a list of \(items.count) items",
          allowed: "a list of 1 to \(itemCountLimit) jobs"))
    }
    var documents: [JobDocument] = []
    for (index, item) in items.enumerated() {
      documents.append(try read(item, path: "/\(index)", kind: nil))
    }
    return documents
  }

  /// Reads the payload of a stored job back.
  ///
  /// - Throws: the first problem met, for instance in a job stored by a newer version.
  package init(payload: String) throws(JobDocumentError) {
    self = try Self.read(try Self.parse(Array(payload.utf8)), path: "", kind: nil)
  }

  /// The job to be put into the spool.
  ///
  /// - Parameter usualMaxAttempts: tries a job gets when its document names no number.
  package func newJob(
    idempotencyKey: String? = nil, usualMaxAttempts: Int = Self.usualMaxAttempts
  ) -> NewJob {
    NewJob(
      kind: order.kind, payload: payload, priority: priority ?? 0, runAt: runAt,
      maxAttempts: maxAttempts ?? usualMaxAttempts, idempotencyKey: idempotencyKey)
  }

  /// The document in canonical JSON, with the fields that were given: equal orders, equal bytes.
  package var payload: String {
    var members =
      switch order {
      case .brief(let order): order.members
      case .training(let order): order.members
      }
    members["schema"] = .string(Self.schema)
    members["kind"] = .string(order.kind.rawValue)
    members["priority"] = priority.map { .int($0) }
    members["runAt"] = runAt.map { .string($0.rfc3339) }
    members["maxAttempts"] = maxAttempts.map { .int($0) }
    return JSONValue.object(members).canonicalText
  }

  private static func parse(_ bytes: [UInt8]) throws(JobDocumentError) -> JSONNode {
    do throws(JSONProblem) {
      return try JSONParser.parse(bytes)
    } catch {
      throw .malformed(error)
    }
  }

  private static func read(
    _ node: JSONNode, path: String, kind: JobKind?
  ) throws(JobDocumentError) -> JobDocument {
    do throws(JSONProblem) {
      var reader = DocumentReader(try ObjectReader(node, path: path))
      return try reader.read(usualKind: kind)
    } catch {
      throw .refused(error)
    }
  }
}

extension BriefOrder {
  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = ["text": .string(text)]
    members["mode"] = mode.map { .string($0.rawValue) }
    members["language"] = language.map { .string($0.rawValue) }
    members["seed"] = seed.map { .int(Int($0)) }
    members["alternatives"] = alternatives.map { .int($0) }
    var product: [String: JSONValue] = [:]
    product["category"] = category.map { .string($0.rawValue) }
    product["dosagePercent"] = dosagePercent.map { .number($0) }
    if !product.isEmpty { members["product"] = .object(product) }
    return members
  }
}

extension TrainingOrder {
  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["algorithm"] = algorithm.map { .string($0.rawValue) }
    members["seed"] = seed.map { .int(Int($0)) }
    members["totalSteps"] = totalSteps.map { .int($0) }
    members["iterations"] = iterations.map { .int($0) }
    members["stepsPerIteration"] = stepsPerIteration.map { .int($0) }
    members["environments"] = environments.map { .int($0) }
    members["ingredients"] = ingredients.map { .int($0) }
    members["batchSize"] = batchSize.map { .int($0) }
    members["epochs"] = epochs.map { .int($0) }
    members["learningRate"] = learningRate.map { .number($0) }
    members["discount"] = discount.map { .number($0) }
    members["traceDecay"] = traceDecay.map { .number($0) }
    members["clipRange"] = clipRange.map { .number($0) }
    members["targetKL"] = targetKL.map { .number($0) }
    members["entropy"] = entropy.map { .number($0) }
    members["hiddenUnits"] = hiddenUnits.map { .int($0) }
    members["hiddenLayers"] = hiddenLayers.map { .int($0) }
    return members
  }
}
