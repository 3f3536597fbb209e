import Perfumery
import StrictJSON

/// A model's answer with every field of its type: what `AnswerReader` makes of the JSON.
struct Answer: Equatable {
  /// Names with shares 0...1, in the order of the answer, without zeros.
  var weights: [AnswerField: [Weighted]] = [:]
  /// Words without repetitions, in the order of the answer.
  var words: [AnswerField: [String]] = [:]
  var choices: [AnswerField: String] = [:]
  var numbers: [AnswerField: Double] = [:]

  struct Weighted: Equatable {
    var name: String
    var share: Double
  }
}

/// Reads a model's answer strictly: repaired where the meaning is clear, refused where it is not.
struct AnswerReader {
  let vocabulary: Vocabulary

  /// Longest answer that is read.
  static let byteLimit = 65_536

  /// - Throws: the first problem, with its place in the JSON.
  func read(_ text: String) throws(JSONProblem) -> Answer {
    let object = Repair.object(in: text)
    guard object.utf8.count <= Self.byteLimit else {
      throw JSONProblem(
        position: SourcePosition(line: 1, column: 1), found: "\(object.utf8.count) bytes",
        allowed: "at most \(Self.byteLimit) bytes")
    }
    var reader = try ObjectReader(try JSONParser.parse(Array(object.utf8)))
    var answer = Answer()
    for field in AnswerField.allCases {
      switch field.shape(vocabulary) {
      case .weights(let terms, let most):
        answer.weights[field] = try weights(field, terms, most: most, &reader)
      case .words(let terms, let most):
        answer.words[field] = try words(field, terms, most: most, &reader)
      case .choice(let terms): answer.choices[field] = try choice(field, terms, &reader)
      case .number(let range, _, let units):
        answer.numbers[field] = try number(field, range, units, &reader)
      }
    }
    try readCurrency(&answer, &reader)
    try reader.finish()
    try refuseContradiction(answer, reader)
    return answer
  }

  /// A list of `{"name", "weight"}`, or an object of name and weight, which models without a
  /// constraint prefer. Of a name that comes twice the larger weight stays.
  private func weights(
    _ field: AnswerField, _ terms: [Vocabulary.Term], most: Int, _ reader: inout ObjectReader
  ) throws(JSONProblem) -> [Answer.Weighted] {
    guard let node = reader.node(field.rawValue) else { return [] }
    var pairs: [(name: String, weight: Repair.Weight)] = []
    if case .object(let members) = node.content {
      for member in members {
        let path = "/\(field.rawValue)/\(member.name)"
        let name = try term(member.name, terms, at: member.position, path)
        pairs.append((name, try weight(member.value, path)))
      }
    } else {
      for (node, path) in try reader.items(field.rawValue, counts: 0...most) ?? [] {
        var item = try ObjectReader(node, path: path)
        guard let name = item.node("name"), let value = item.node("weight") else {
          throw JSONProblem(
            position: node.position, field: path, found: node.excerpt,
            allowed: "an object of name and weight")
        }
        try item.finish()
        pairs.append((try term(name, terms, path + "/name"), try weight(value, path + "/weight")))
      }
    }
    guard let shares = Repair.shares(pairs.map(\.weight)), pairs.count <= most else {
      throw reader.problem(
        field.rawValue, allowed: "at most \(most) weights from 0 to 100 percent")
    }
    var result: [Answer.Weighted] = []
    for (pair, share) in zip(pairs, shares) where share > 0 {
      if let index = result.firstIndex(where: { $0.name == pair.name }) {
        result[index].share = max(result[index].share, share)
      } else {
        result.append(Answer.Weighted(name: pair.name, share: share))
      }
    }
    return result
  }

  private func weight(_ node: JSONNode, _ path: String) throws(JSONProblem) -> Repair.Weight {
    guard let weight = Repair.Weight(node) else {
      throw JSONProblem(
        position: node.position, field: path, found: node.excerpt, allowed: "a weight in percent")
    }
    return weight
  }

  private func words(
    _ field: AnswerField, _ terms: [Vocabulary.Term], most: Int, _ reader: inout ObjectReader
  ) throws(JSONProblem) -> [String] {
    var result: [String] = []
    for (node, path) in try reader.items(field.rawValue, counts: 0...most) ?? [] {
      let word = try term(node, terms, path)
      if !result.contains(word) { result.append(word) }
    }
    return result
  }

  private func choice(
    _ field: AnswerField, _ terms: [Vocabulary.Term], _ reader: inout ObjectReader
  ) throws(JSONProblem) -> String? {
    guard let node = reader.node(field.rawValue) else { return nil }
    return try term(node, terms, "/\(field.rawValue)")
  }

  private func number(
    _ field: AnswerField, _ range: ClosedRange<Double>, _ units: [String],
    _ reader: inout ObjectReader
  ) throws(JSONProblem) -> Double? {
    guard let node = reader.node(field.rawValue) else { return nil }
    guard let number = Repair.number(node, units: units), range.contains(number) else {
      let unit = units.first.map { " in \($0)" } ?? ""
      throw reader.problem(
        field.rawValue, allowed: "a number from \(range.lowerBound) to \(range.upperBound)\(unit)")
    }
    return number
  }

  /// A currency written at the amount (`"₩50,000"`) counts, and must not contradict the other
  /// field.
  private func readCurrency(
    _ answer: inout Answer, _ reader: inout ObjectReader
  ) throws(JSONProblem) {
    let units = Vocabulary.currencies.flatMap(\.names)
    guard case .string(let text) = reader.node(AnswerField.budgetAmount.rawValue)?.content,
      let unit = Repair.number(in: text, units: units)?.unit,
      let written = Vocabulary.term(unit, in: Vocabulary.currencies)
    else { return }
    let named = answer.choices[.budgetCurrency, default: written]
    guard named == written else {
      throw reader.problem(AnswerField.budgetCurrency.rawValue, allowed: "\(written) as written")
    }
    answer.choices[.budgetCurrency] = written
  }

  private func term(
    _ node: JSONNode, _ terms: [Vocabulary.Term], _ path: String
  ) throws(JSONProblem) -> String {
    guard case .string(let word) = node.content else {
      throw JSONProblem(
        position: node.position, field: path, found: node.excerpt, allowed: "a text")
    }
    return try term(word, terms, at: node.position, path)
  }

  private func term(
    _ word: String, _ terms: [Vocabulary.Term], at position: SourcePosition, _ path: String
  ) throws(JSONProblem) -> String {
    if let id = Vocabulary.term(word, in: terms) { return id }
    throw JSONProblem(
      position: position, field: path, found: "\"\(word.prefix(80))\"",
      allowed: "one of \(terms.count) names such as \(terms.prefix(3).map(\.id))")
  }

  private func refuseContradiction(
    _ answer: Answer, _ reader: ObjectReader
  ) throws(JSONProblem) {
    let forbidden = answer.words[.forbidden] ?? []
    let wished =
      (answer.words[.wanted] ?? [])
      + (answer.weights[.families] ?? []).map(\.name) + (answer.weights[.notes] ?? []).map(\.name)
    if let name = forbidden.first(where: wished.contains) {
      throw reader.problem(
        AnswerField.forbidden.rawValue, allowed: "nothing that is wished for as well (\(name))")
    }
  }
}
