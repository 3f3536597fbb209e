import Perfumery
import StrictJSON

/// Turns what language models write for a word or a number into the word or number they mean.
///
/// Only different spellings of one meaning are repaired; a value of another meaning stays an error.
enum Repair {
  /// The JSON object in an answer: without a code fence and without talk before or after it.
  static func object(in answer: String) -> Substring {
    guard let start = answer.firstIndex(of: "{"), let end = answer.lastIndex(of: "}"),
      start < end
    else { return answer[...] }
    return answer[start...end]
  }

  /// A number in JSON or as text with an optional unit: `500`, `"500ppm"`, `"1,500"`, `"₩50,000"`.
  static func number(_ node: JSONNode, units: [String]) -> Double? {
    switch node.content {
    case .number(let number, _): number
    case .string(let text): number(in: text, units: units)?.value
    default: nil
    }
  }

  /// - Returns: the number and the unit that stood before or after it; nil for any other text.
  static func number(in text: String, units: [String]) -> (value: Double, unit: String?)? {
    var rest = text.lowercased().filter { $0 != " " }[...]
    let unit =
      units.filter { rest.hasSuffix($0) || rest.hasPrefix($0) }
      .max { $0.count < $1.count }
    if let unit {
      if rest.hasSuffix(unit) { rest.removeLast(unit.count) } else { rest.removeFirst(unit.count) }
    }
    guard let value = plainNumber(rest) else { return nil }
    return (value, unit)
  }

  /// Digits with an optional decimal point; commas only between groups of three.
  static func plainNumber(_ text: Substring) -> Double? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let groups = parts[0].split(separator: ",", omittingEmptySubsequences: false)
    guard (1...20).contains(text.count), groups.allSatisfy(isDigits),
      parts.dropFirst().allSatisfy(isDigits), groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.count == 1 || groups[0].count <= 3
    else { return nil }
    return Double(text.filter { $0 != "," })
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// A weight as it was written: a plain number, or one marked as a percentage.
  struct Weight {
    var value: Double
    var isPercent: Bool

    init?(_ node: JSONNode) {
      switch node.content {
      case .number(let number, _): (value, isPercent) = (number, false)
      case .string(let text):
        guard let found = Repair.number(in: text, units: AnswerField.percentUnits) else {
          return nil
        }
        (value, isPercent) = (found.value, found.unit != nil)
      default: return nil
      }
    }
  }

  /// Weights as shares 0...1 that keep their ratio; nil when one is below 0 or above 100 percent.
  ///
  /// As soon as one plain number exceeds 1, all plain numbers are percentages: 30 and 40 become 0.3
  /// and 0.4, 0.3 and 0.4 stay.
  static func shares(_ weights: [Weight]) -> [Double]? {
    let arePercent = weights.contains { !$0.isPercent && $0.value > 1 }
    let shares = weights.map { $0.isPercent || arePercent ? $0.value / 100 : $0.value }
    return shares.allSatisfy { (0...1).contains($0) } ? shares : nil
  }
}
