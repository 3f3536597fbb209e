import JobSpool
import Perfumery
import StrictJSON

/// Turns the members of one JSON object into a job document, field by field.
struct DocumentReader {
  private var object: ObjectReader

  init(_ object: ObjectReader) {
    self.object = object
  }

  mutating func read(isKindRequired: Bool) throws(JSONProblem) -> JobDocument {
    try readKind(isRequired: isKindRequired)
    try readSchema()
    var order = BriefOrder(text: try readText())
    order.mode = try object.choice("mode", of: BriefMode.self)
    order.language = try readLanguage()
    order.seed = try object.integer("seed", in: 0...JobDocument.largestSeed).map(UInt64.init)
    order.alternatives = try object.integer("alternatives", in: JobDocument.alternativeCounts)
    if let product = try readProduct() {
      order.category = product.category
      order.dosagePercent = product.dosagePercent
    }
    let document = JobDocument(
      order: order,
      priority: try object.integer("priority", in: JobDocument.priorities),
      runAt: try readRunAt(),
      maxAttempts: try object.integer("maxAttempts", in: JobDocument.attemptCounts))
    try object.finish()
    return document
  }

  private mutating func readKind(isRequired: Bool) throws(JSONProblem) {
    guard let node = object.node("kind") else {
      guard isRequired else { return }
      throw object.missing("kind", allowed: "\"brief\"")
    }
    if node.content == .string(JobKind.brief.rawValue) { return }
    var allowed = "\"brief\""
    if case .string(let name) = node.content, JobKind(rawValue: name) != nil {
      allowed += "; jobs of the kind \(name) cannot be handed in with this version"
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
