/// A drawing of learning curves: a thin line for each run, a thick one for their median.
///
/// The same curves give the same bytes. Colours follow the reader's light or dark scheme.
package struct CurvePlot: Sendable {
  /// One run: a value at counts of environment steps, ascending.
  package struct Run: Sendable, Equatable {
    package var points: [(steps: Int, value: Double)]

    package init(points: [(steps: Int, value: Double)]) { self.points = points }

    package static func == (left: Self, right: Self) -> Bool {
      left.points.elementsEqual(right.points, by: { $0 == $1 })
    }
  }

  /// A level to compare with, such as that of a random policy.
  package struct Level: Sendable, Equatable {
    package var name: String
    package var value: Double

    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  package var title: String

  /// What the values are.
  package var quantity: String
  package var runs: [Run]
  package var levels: [Level]

  package init(title: String, quantity: String, runs: [Run], levels: [Level] = []) {
    self.title = title
    self.quantity = quantity
    self.runs = runs
    self.levels = levels
  }

  private static let width = 760.0
  private static let height = 420.0
  private static let left = 70.0
  private static let right = 150.0
  private static let top = 46.0
  private static let bottom = 52.0

  /// The drawing as a text of SVG 1.1; values that are not finite, or beyond ±1e100, are left out.
  package var svg: String {
    let drawn = runs.map { run in run.points.filter { Axis.holds($0.value) } }
    let levels = levels.filter { Axis.holds($0.value) }
    let values = drawn.joined().map(\.value) + levels.map(\.value)
    let across = Axis(0, Double(max(1, drawn.joined().map(\.steps).max() ?? 1)))
    let up = Axis(values.min() ?? 0, values.max() ?? 1)
    func x(_ steps: Double) -> Double {
      Self.left + across.part(of: steps) * (Self.width - Self.left - Self.right)
    }
    func y(_ value: Double) -> Double {
      Self.height - Self.bottom - up.part(of: value) * (Self.height - Self.top - Self.bottom)
    }
    func line(_ points: [(steps: Int, value: Double)], _ style: String) -> String {
      guard !points.isEmpty else { return "" }
      let places = points.map { "\(Self.short(x(Double($0.steps)))),\(Self.short(y($0.value)))" }
      return "<polyline class=\"\(style)\" points=\"\(places.joined(separator: " "))\"/>"
    }
    var parts = [Self.head, Self.text(title, Self.left, 24, "title")]
    let (floor, end) = (Self.height - Self.bottom, Self.width - Self.right)
    for tick in across.ticks {
      parts.append(Self.stroke(x(tick), floor, x(tick), Self.top, "grid"))
      parts.append(Self.text(Self.count(tick), x(tick), floor + 18, "tick middle"))
    }
    for tick in up.ticks {
      parts.append(Self.stroke(Self.left, y(tick), end, y(tick), "grid"))
      parts.append(Self.text(up.label(tick), Self.left - 8, y(tick) + 4, "tick end"))
    }
    parts.append(Self.text("environment steps", (Self.left + end) / 2, floor + 40, "tick middle"))
    parts.append(Self.text(quantity, Self.left, Self.top - 6, "tick"))
    for level in levels {
      parts.append(Self.stroke(Self.left, y(level.value), end, y(level.value), "level"))
      parts.append(Self.text(level.name, end + 8, y(level.value) + 4, "tick"))
    }
    for points in drawn { parts.append(line(points, drawn.count > 1 ? "run" : "median")) }
    if drawn.count > 1 { parts.append(line(Self.median(of: drawn), "median")) }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n</svg>\n"
  }

  /// The median of all runs at the steps that every one of them has.
  private static func median(
    of runs: [[(steps: Int, value: Double)]]
  ) -> [(steps: Int, value: Double)] {
    var values: [Int: [Double]] = [:]
    for point in runs.joined() { values[point.steps, default: []].append(point.value) }
    return values.filter { $0.value.count == runs.count }.sorted { $0.key < $1.key }.map { entry in
      let sorted = entry.value.sorted()
      let middle = sorted.count / 2
      let median =
        sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
      return (steps: entry.key, value: median)
    }
  }

  private static var head: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(short(width)) \(short(height))">
    <style>
    text{font:12px sans-serif;fill:#333}.title{font-size:15px}.middle{text-anchor:middle}
    .end{text-anchor:end}line,polyline{fill:none}.grid{stroke:#ddd}
    .level{stroke:#888;stroke-dasharray:5 4}.run{stroke:#1f77b4;stroke-opacity:.35}
    .median{stroke:#1f77b4;stroke-width:2.5}
    @media (prefers-color-scheme:dark){svg{background:#111}text{fill:#ccc}.grid{stroke:#333}
    .run,.median{stroke:#6db3f2}}
    </style>
    """
  }

  private static func stroke(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) -> String {
    "<line class=\"\(style)\" x1=\"\(short(x1))\" y1=\"\(short(y1))\" x2=\"\(short(x2))\" "
      + "y2=\"\(short(y2))\"/>"
  }

  private static func text(_ text: String, _ x: Double, _ y: Double, _ style: String) -> String {
    let escaped = text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: String(character)
      }
    }.joined()
    return "<text class=\"\(style)\" x=\"\(short(x))\" y=\"\(short(y))\">\(escaped)</text>"
  }

  /// With three decimals at most.
  private static func short(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int(rounded)) : String(rounded)
  }

  /// 250000 as 250k, 1500000 as 1.5M.
  private static func count(_ steps: Double) -> String {
    if steps >= 1e6 { return "\(short(steps / 1e6))M" }
    return steps >= 1000 ? "\(short(steps / 1000))k" : short(steps)
  }
}
