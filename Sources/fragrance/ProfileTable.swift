import StrictJSON

/// How a formula smells over time, as text: families down, time points across.
struct ProfileTable {
  /// The `profile` array of a result.
  let points: [JSONValue]

  /// The `odour` object of a result.
  let summary: JSONValue?

  /// The least intensity a family must reach at some time to get a row.
  private static let leastShown = 0.5

  var lines: [String] {
    guard !points.isEmpty else { return [] }
    let names = points[0]["families"]?.members.keys.sorted() ?? []
    let rows = names.map { name in
      (name: name, values: points.map { $0["families"]?[name]?.double ?? 0 })
    }.filter { $0.values.contains { $0 >= Self.leastShown } }
      .sorted { ($1.values.max() ?? 0, $0.name) < ($0.values.max() ?? 0, $1.name) }
    let header = ["family"] + points.map { Self.time($0["minutes"]?.double ?? 0) }
    let cells = rows.map { row in
      [row.name]
        + row.values.indices.map { index in
          cell(row.values[index], points[index], row.name)
        }
    }
    return [Terminal.bold("Odour") + "      intensity by family, in brackets its 10–90 % band"]
      + Terminal.table(
        header, cells, alignment: [.left] + points.map { _ in .right })
      + summaryLines
  }

  private func cell(_ value: Double, _ point: JSONValue, _ family: String) -> String {
    let low = point["low"]?[family]?.double ?? value
    let high = point["high"]?[family]?.double ?? value
    guard high >= Self.leastShown else { return "·" }
    return
      "\(Terminal.decimal(value, 1)) (\(Terminal.decimal(low, 0))–\(Terminal.decimal(high, 0)))"
  }

  private var summaryLines: [String] {
    guard let summary else { return [] }
    var lines = [
      "lasts \(range(summary["longevityHours"], 1)) h, sillage \(range(summary["sillage"], 2)) of 1"
    ]
    for (kind, title) in [("estimated", "estimated"), ("unknown", "left out, nothing known")] {
      let names = (summary["evidence"]?.items ?? []).filter { $0["kind"]?.text == kind }
        .compactMap { item -> String? in
          guard let material = item["material"]?.text else { return nil }
          return item["estimated"]?.text.map { "\(material) (\($0))" } ?? material
        }
      if !names.isEmpty { lines.append(Terminal.dim("\(title): \(names.joined(separator: ", "))")) }
    }
    return lines
  }

  private func range(_ estimate: JSONValue?, _ places: Int) -> String {
    let texts = ["value", "low", "high"].map {
      Terminal.decimal(estimate?[$0]?.double ?? 0, places)
    }
    return "\(texts[0]) (\(texts[1])–\(texts[2]))"
  }

  static func time(_ minutes: Double) -> String {
    minutes < 60 ? "\(Terminal.decimal(minutes, 0)) min" : "\(Terminal.decimal(minutes / 60, 0)) h"
  }
}
