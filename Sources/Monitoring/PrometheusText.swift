/// Writes the text format 0.0.4 that Prometheus scrapes
/// (prometheus.io/docs/instrumenting/exposition_formats).
struct PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  mutating func header(_ description: MetricDescription) {
    let kind =
      switch description.kind {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    text += "# HELP \(description.name) \(Self.escape(description.help, quotes: false))\n"
    text += "# TYPE \(description.name) \(kind)\n"
  }

  mutating func sample(_ name: String, _ labels: [(name: String, value: String)], _ value: Double) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.name)=\"\(Self.escape($0.value, quotes: true))\"" }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(Self.format(value))\n"
  }

  /// Whole numbers without a point; the words of the format for what is not finite.
  static func format(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }

  static func escape(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The name with every character the format does not allow replaced by an underscore.
  static func name(_ raw: String) -> String {
    var name = ""
    for (index, scalar) in raw.unicodeScalars.enumerated() {
      let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      let isDigit = ("0"..."9").contains(scalar)
      if isDigit && index == 0 { name += "_" }
      name.unicodeScalars.append(isLetter || isDigit ? scalar : "_")
    }
    return name.isEmpty ? "_" : name
  }
}
