import Glibc

/// A range of values with round marks.
struct Axis {
  let low: Double
  let high: Double

  /// From low to high, at most eleven.
  let ticks: [Double]

  /// Of all labels: they are read as so many times ten to this.
  private let exponent: Int

  /// Digits after the point that tell neighbouring ticks apart.
  private let decimals: Int

  /// Largest magnitude an axis can show.
  private static let most = 1e100

  /// Values nearer to one another than this part of their size are drawn as one.
  private static let leastPart = 1e-9

  /// Whether a value can be drawn.
  static func holds(_ value: Double) -> Bool { abs(value) <= most }

  /// - Precondition: both are held.
  init(_ least: Double, _ most: Double) {
    let size = max(abs(least), abs(most))
    let isWide = most - least > max(size * Self.leastPart, 1 / Self.most)
    let span = isWide ? most - least : max(size * 0.1, 1e-6)
    let magnitude = Int(log10(span).rounded(.down))
    let unit = pow(10, Double(magnitude))
    let parts = span / unit < 2 ? 4.0 : span / unit < 5 ? 2 : 1
    let step = unit / parts
    // A rounding error more is no reason for one more tick.
    let first = (least / step + 1e-9).rounded(.down) * step
    let count = max(1, Int(((most - first) / step - 1e-9).rounded(.up)))
    low = first
    high = first + Double(count) * step
    ticks = (0...count).map { first + Double($0) * step }
    let top = Int(log10(max(abs(low), abs(high))).rounded(.down))
    exponent = (-6..<9).contains(top) ? 0 : top
    decimals = max(0, exponent - magnitude + (parts == 4 ? 2 : parts == 2 ? 1 : 0))
  }

  func part(of value: Double) -> Double { (value - low) / (high - low) }

  /// A tick in digits, such as 0.9575 or 2.5e12; two ticks never read the same.
  func label(_ tick: Double) -> String {
    let scale = pow(10, Double(decimals - exponent))
    let digits = Int((abs(tick) * scale).rounded())
    let unit = Int(pow(10, Double(decimals)))
    let fraction = String(unit + digits % unit).dropFirst()
    let sign = tick < 0 && digits > 0 ? "-" : ""
    return sign + String(digits / unit) + (decimals > 0 ? ".\(fraction)" : "")
      + (exponent == 0 ? "" : "e\(exponent)")
  }
}
