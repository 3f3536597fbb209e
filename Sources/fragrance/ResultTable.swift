import StrictJSON

/// A stored result as text a perfumer can read.
struct ResultTable {
  let result: JSONValue

  var lines: [String] {
    briefLines + [""] + formulaLines + [""] + odourLines + legalityLines + costLines
      + honestyLines + alternativeLines
  }

  private var briefLines: [String] {
    let brief = result["brief"]
    let product = brief?["product"]
    var lines = [
      Terminal.bold("Brief") + "      "
        + "\(product?["category"]?.text ?? "?"), "
        + "\(number(product?["dosagePercent"], 2)) % in the product"
    ]
    let families = (brief?["families"]?.members ?? [:])
      .map { (name: $0.key, value: $0.value["value"]?.double ?? 0) }
      .sorted { ($1.value, $0.name) < ($0.value, $1.name) }
    let wanted = families.filter { $0.value > 0 }
      .map { "\($0.name) \(Terminal.decimal($0.value, 2))" }
    if !wanted.isEmpty { lines.append("           wished: \(wanted.joined(separator: ", "))") }
    let notes = (brief?["notes"]?.items ?? []).compactMap { $0["note"]?.text }
    if !notes.isEmpty { lines.append("           notes: \(notes.joined(separator: ", "))") }
    let forbidden = (brief?["forbidden"]?.items ?? []).compactMap { $0["value"]?.text }
    if !forbidden.isEmpty { lines.append("           not: \(forbidden.joined(separator: ", "))") }
    if let budget = brief?["budget"] {
      lines.append(
        "           at most \(number(budget["perKilogram"], 2)) "
          + "\(budget["currency"]?.text ?? "") per kg"
      )
    }
    return lines
  }

  private var formulaLines: [String] {
    let rows = (result["formula"]?["lines"]?.items ?? []).map { line in
      [
        Terminal.decimal(line["partsPerThousand"]?.double ?? 0, 3),
        Terminal.decimal(line["percentOfConcentrate"]?.double ?? 0, 4),
        label(line),
        line["cas"]?.items.first?.text ?? line["cas"]?.text ?? "",
        line["note"]?.text ?? "",
        dilution(line),
        highestPercentOfLimit(line["material"]?.text),
        line["cost"]?.double.map { Terminal.decimal($0, 2) } ?? "",
      ]
    }
    let sum = (result["formula"]?["lines"]?.items ?? [])
      .reduce(0) { $0 + ($1["partsPerThousand"]?.double ?? 0) }
    return [Terminal.bold("Formula")]
      + Terminal.table(
        ["parts", "%", "material", "CAS", "note", "weighed", "% of limit", "USD/kg"], rows,
        alignment: [.right, .right, .left, .left, .left, .left, .right, .right])
      + ["\(Terminal.decimal(sum, 3)) parts"]
  }

  private func label(_ line: JSONValue) -> String {
    let name = line["name"]?.text ?? ""
    return line["koreanName"]?.text.map { "\(name) · \($0)" } ?? name
  }

  private func dilution(_ line: JSONValue) -> String {
    guard let percent = line["dilutionPercent"]?.double, percent < 100 else { return "neat" }
    return "\(Terminal.decimal(percent, percent < 1 ? 1 : 0)) % in DPG"
  }

  /// The fullest limit that a material contributes to.
  private func highestPercentOfLimit(_ material: String?) -> String {
    let values = (result["legality"]?["verdicts"]?.items ?? []).filter { verdict in
      verdict["sources"]?.items.contains { $0["material"]?.text == material } ?? false
    }.compactMap { $0["percentOfLimit"]?.double }
    return values.max().map { Terminal.decimal($0, 1) } ?? "–"
  }

  /// The law's answer and the label.
  var legalityLines: [String] {
    guard let legality = result["legality"] else { return [] }
    let violations = legality["violations"]?.items ?? []
    let place =
      "IFRA \(legality["amendment"]?.text ?? "?"), category \(legality["category"]?.text ?? "?")"
    var lines = [
      Terminal.bold("Legal") + "      \(place): "
        + (violations.isEmpty
          ? Terminal.green("no violation") : Terminal.red("\(violations.count) violations"))
    ]
    lines += violations.map { violation in
      "           " + Terminal.red("\(violation["substance"]?.text ?? "?"): ")
        + (violation["kind"]?.text ?? "") + " (\(violation["basis"]?.text ?? "?"))"
    }
    let fullest = (legality["verdicts"]?.items ?? [])
      .sorted { ($0["percentOfLimit"]?.double ?? 0) > ($1["percentOfLimit"]?.double ?? 0) }
      .prefix(3).compactMap { verdict -> String? in
        guard let percent = verdict["percentOfLimit"]?.double, percent > 0 else { return nil }
        // A sum of fractions has no single limit.
        let limit =
          verdict["limitPercent"]?.double == nil ? "" : " of \(number(verdict["limitPercent"], 4))"
        return "\(verdict["substance"]?.text ?? "?") \(Terminal.decimal(percent, 1)) %\(limit)"
          + " (\(verdict["standard"]?.text ?? "?"))"
      }
    if !fullest.isEmpty { lines.append("           fullest: \(fullest.joined(separator: "; "))") }
    let allergens = (result["allergens"]?.items ?? []).compactMap { $0["name"]?.text }
    lines.append(
      Terminal.bold("Label") + "      "
        + (allergens.isEmpty ? "no allergen to declare" : allergens.joined(separator: ", ")))
    return lines
  }

  private var costLines: [String] {
    guard let cost = result["cost"], let perKilogram = cost["perKilogram"]?.double else {
      return []
    }
    let unpriced = cost["unpriced"]?.items.compactMap(\.text) ?? []
    let rest = unpriced.isEmpty ? "" : ", without \(unpriced.joined(separator: ", "))"
    return [
      Terminal.bold("Cost") + "       \(Terminal.decimal(perKilogram, 2)) "
        + "\(cost["currency"]?.text ?? "") per kg of concentrate\(rest)"
    ]
  }

  private var odourLines: [String] {
    let lines = ProfileTable(points: result["profile"]?.items ?? [], summary: result["odour"]).lines
    return lines.isEmpty ? [] : lines + [""]
  }

  /// The formulas of the Pareto front beside the composed one, each by what it is there for.
  private var alternativeLines: [String] {
    let alternatives = result["alternatives"]?.items ?? []
    guard !alternatives.isEmpty else { return [] }
    let rows = alternatives.enumerated().map { index, item in
      let appraisal = item["appraisal"]
      let lines = item["formula"]?["lines"]?.items ?? []
      let leading = lines.filter { $0["note"]?.text != "solvent" }
        .sorted { ($0["partsPerThousand"]?.double ?? 0) > ($1["partsPerThousand"]?.double ?? 0) }
        .prefix(3).compactMap { $0["name"]?.text }
      return [
        "\(index + 1)", item["reason"]?.text ?? "",
        Terminal.decimal(appraisal?["fit"]?.double ?? 0, 3),
        Terminal.decimal(appraisal?["costPerKilogram"]?.double ?? 0, 2),
        Terminal.decimal(appraisal?["longevityHours"]?.double ?? 0, 1),
        Terminal.decimal(appraisal?["naturalPercent"]?.double ?? 0, 1),
        "\(lines.count)", leading.joined(separator: ", "),
      ]
    }
    return ["", Terminal.bold("Alternatives") + " on the Pareto front"]
      + Terminal.table(
        ["", "why", "fit", "USD/kg", "hours", "natural %", "lines", "mostly"], rows,
        alignment: [.left, .left, .right, .right, .right, .right, .right, .left])
  }

  private var honestyLines: [String] {
    var lines: [String] = []
    if let cosine = result["fit"]?["cosine"]?.double {
      lines.append(
        Terminal.bold("Fit") + "        cosine \(Terminal.decimal(cosine, 3)) to the brief")
    }
    if let bound = result["bound"]?["upperBound"]?.double {
      let costs = ["limits", "wishes"].flatMap { result["bound"]?[$0]?.items ?? [] }
        .compactMap { item -> String? in
          guard let name = item["substance"]?.text ?? item["wish"]?.text,
            let cost = item["fitCost"]?.double, cost >= 0.0005
          else { return nil }
          return "\(name) costs \(Terminal.decimal(cost, 3))"
        }
      lines.append(
        Terminal.bold("Bound") + "      in usual doses "
          + "\(Terminal.decimal(result["fit"]?["doseCosine"]?.double ?? 0, 3)), at most "
          + "\(Terminal.decimal(bound, 3)) for any legal formula"
          + (costs.isEmpty ? "" : ": \(costs.joined(separator: ", "))"))
    }
    let degraded = result["degraded"]?.items.compactMap(\.text) ?? []
    if !degraded.isEmpty {
      lines.append(Terminal.bold("Degraded") + "   \(degraded.joined(separator: "; "))")
    }
    return lines
  }

  private func number(_ value: JSONValue?, _ places: Int) -> String {
    guard let number = value?.double else { return "?" }
    var text = Terminal.decimal(number, places)
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

extension JSONValue {
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var double: Double? {
    switch self {
    case .int(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  var items: [JSONValue] {
    if case .array(let items) = self { items } else { [] }
  }

  var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }
}
