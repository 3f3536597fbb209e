import JobSpool
import Perfumery
import StrictJSON

/// Turns the members of one JSON object into a job document, field by field.
struct DocumentReader {
  private var object: ObjectReader

  init(_ object: ObjectReader) {
    self.object = object
  }

  /// - Parameter usualKind: of a document that names none; nil requires it to.
  mutating func read(usualKind: JobKind?) throws(JSONProblem) -> JobDocument {
    let kind = try readKind(usual: usualKind)
    try readSchema()
    let order: JobDocument.Order =
      kind == .trainRL ? .training(try readTraining()) : .brief(try readBrief())
    let document = JobDocument(
      order: order,
      priority: try object.integer("priority", in: JobDocument.priorities),
      runAt: try readRunAt(),
      maxAttempts: try object.integer("maxAttempts", in: JobDocument.attemptCounts))
    try object.finish()
    return document
  }

  private mutating func readTraining() throws(JSONProblem) -> TrainingOrder {
    var order = TrainingOrder()
    order.algorithm = try object.choice("algorithm", of: TrainingAlgorithm.self)
    order.seed = try object.integer("seed", in: 0...JobDocument.largestSeed).map(UInt64.init)
    order.totalSteps = try object.integer("totalSteps", in: TrainingOrder.totalStepCounts)
    order.iterations = try integer(
      "iterations", or: "n_iterations", in: TrainingOrder.iterationCounts)
    order.stepsPerIteration = try integer(
      "stepsPerIteration", or: "n_steps_per_iteration", in: TrainingOrder.stepsPerIterationCounts)
    order.environments = try object.integer("environments", in: TrainingOrder.environmentCounts)
    order.ingredients = try object.integer("ingredients", in: TrainingOrder.ingredientCounts)
    order.batchSize = try object.integer("batchSize", in: TrainingOrder.batchSizes)
    order.epochs = try object.integer("epochs", in: TrainingOrder.epochCounts)
    order.learningRate = try object.number("learningRate", in: TrainingOrder.learningRates)
    order.discount = try object.number("discount", in: TrainingOrder.parts)
    order.traceDecay = try object.number("traceDecay", in: TrainingOrder.parts)
    order.clipRange = try object.number("clipRange", in: TrainingOrder.clipRanges)
    order.targetKL = try object.number("targetKL", in: TrainingOrder.targetKLs)
    order.entropy = try object.number("entropy", in: TrainingOrder.parts)
    order.hiddenUnits = try object.integer("hiddenUnits", in: TrainingOrder.hiddenUnitCounts)
    order.hiddenLayers = try object.integer("hiddenLayers", in: TrainingOrder.hiddenLayerCounts)
    guard order.totalSteps == nil || order.iterations == nil else {
      throw object.problem("iterations", allowed: "totalSteps or iterations, not both")
    }
    return order
  }

  /// A count under its name, or under the one that messages of `rl_training_queue` always had.
  private mutating func integer(
    _ name: String, or synonym: String, in range: ClosedRange<Int>
  ) throws(JSONProblem) -> Int? {
    let value = try object.integer(name, in: range)
    let other = try object.integer(synonym, in: range)
    guard value == nil || other == nil else {
      throw object.problem(synonym, allowed: "\(name) or \(synonym), not both")
    }
    return value ?? other
  }

  private mutating func readBrief() throws(JSONProblem) -> BriefOrder {
    var order = BriefOrder(text: try readText())
    order.mode = try object.choice("mode", of: BriefMode.self)
    order.language = try readLanguage()
    order.seed = try object.integer("seed", in: 0...JobDocument.largestSeed).map(UInt64.init)
    order.alternatives = try object.integer("alternatives", in: JobDocument.alternativeCounts)
    if let product = try readProduct() {
      order.category = product.category
      order.dosagePercent = product.dosagePercent
    }
    return order
  }

  private mutating func readKind(usual: JobKind?) throws(JSONProblem) -> JobKind {
    let kinds = usual.map { [$0] } ?? [.brief, .trainRL]
    var allowed = kinds.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
    guard let node = object.node("kind") else {
      if let usual { return usual }
      throw object.missing("kind", allowed: allowed)
    }
    if case .string(let name) = node.content, let kind = JobKind(rawValue: name) {
      if kinds.contains(kind) { return kind }
      if kind == .evolve {
        allowed += "; jobs of the kind \(name) cannot be handed in with this version"
      }
    }
    throw object.problem("kind", allowed: allowed)
  }

  private mutating func readSchema() throws(JSONProblem) {
    guard let node = object.node("schema") else { return }
    guard node.content == .string(JobDocument.schema) else {
      throw object.problem("schema", allowed: "\"\(JobDocument.schema)\"")
    }
  }

  private mutating func readText() throws(JSONProblem) -> String {
    let allowed = "a brief of 1 to \(BriefText.lengths.upperBound) characters"
    guard let node = object.node("text") else { throw object.missing("text", allowed: allowed) }
    guard case .string(let text) = node.content, !text.isEmpty else {
      throw object.problem("text", allowed: allowed)
    }
    if let finding = BriefText.finding(in: text) {
      var problem = object.problem("text", allowed: finding.allowed)
      problem.found = finding.found
      throw problem
    }
    return text
  }

  private mutating func readLanguage() throws(JSONProblem) -> BriefLanguage? {
    guard let node = object.node("language") else { return nil }
    guard case .string(let name) = node.content, let language = BriefLanguage(rawValue: name) else {
      throw object.problem("language", allowed: "one of ko, en")
    }
    return language
  }

  private mutating func readProduct() throws(JSONProblem) -> (
    category: ProductCategory?, dosagePercent: Double?
  )? {
    guard var product = try object.object("product") else { return nil }
    let category = try product.choice("category", of: ProductCategory.self)
    let dosagePercent = try product.number("dosagePercent", in: JobDocument.dosagePercents)
    try product.finish()
    guard category != nil || dosagePercent != nil else {
      throw object.problem("product", allowed: "an object with category, dosagePercent or both")
    }
    return (category, dosagePercent)
  }

  private mutating func readRunAt() throws(JSONProblem) -> Timestamp? {
    guard let node = object.node("runAt") else { return nil }
    guard case .string(let text) = node.content, let moment = Timestamp(rfc3339: text) else {
      throw object.problem(
        "runAt", allowed: "a moment with an offset as RFC 3339 writes it, from 1970 to 9999")
    }
    return moment
  }
}
