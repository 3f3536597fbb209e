import BriefReading
import Perfumery
import Testing

/// A brief and what the reader must make of it, in short notation.
///
/// `+woody` asked for, `-woody` there with the value 0, `!woody` not asked for; `n:rose` note
/// wished, `!n:rose` not wished; `w:rose` insisted on; `x:rose` forbidden, `!x:rose` not;
/// `s:summer`, `t:night`, `m:clean`; `p:EDT`, `d:18` dosage; `$:150USD`, `h:8` hours, `a:500` ppm,
/// `q<0.4`, `q>0.6` strength, `!$`, `!h`, `!a`, `!q` for none; `nothing`.
struct BriefCase: Sendable, CustomTestStringConvertible {
  var text: String
  var expectations: [String]

  init(_ text: String, _ expectations: String) {
    self.text = text
    self.expectations = expectations.split(separator: " ").map(String.init)
  }

  var testDescription: String { text }

  /// The expectations a brief does not meet.
  func failures(of brief: Brief) -> [String] { expectations.filter { !Self.holds($0, of: brief) } }

  private static func holds(_ expectation: String, of brief: Brief) -> Bool {
    switch expectation {
    case "nothing": return brief.saysNothing
    case "!$": return brief.budgetPerKilogram == nil
    case "!h": return brief.longevityHours == nil
    case "!a": return brief.allergenLimitPpm == nil
    case "!q": return brief.strength == nil
    default: break
    }
    let sign = expectation.first
    let rest = String(expectation.dropFirst())
    if sign == "q" { return holdsStrength(rest, of: brief) }
    if sign == "+" { return (value(rest, of: brief) ?? 0) >= 0.15 }
    if sign == "-" { return value(rest, of: brief) == 0 }
    if sign == "!", rest.contains(":") { return !holds(rest, of: brief) }
    if sign == "!" { return (value(rest, of: brief) ?? 0) == 0 }
    return holdsField(expectation, of: brief)
  }

  private static func value(_ family: String, of brief: Brief) -> Double? {
    guard let family = Family(rawValue: family) else { return -1 }
    return brief.families[family]?.value
  }

  private static func holdsStrength(_ bound: String, of brief: Brief) -> Bool {
    guard let strength = brief.strength?.value, let limit = Double(bound.dropFirst()) else {
      return false
    }
    return bound.first == "<" ? strength < limit : strength > limit
  }

  private static func holdsField(_ expectation: String, of brief: Brief) -> Bool {
    let parts = expectation.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return false }
    let value = parts[1]
    switch parts[0] {
    case "n": return brief.notes[NoteName(rawValue: value)] != nil
    case "w": return brief.wanted.contains { $0.value.name == value }
    case "x": return brief.forbidden.contains { $0.value.name == value }
    case "s": return brief.seasons.contains { $0.value.rawValue == value }
    case "t": return brief.timeOfDay?.value.rawValue == value
    case "m": return brief.moods.contains { $0.value == value }
    case "p": return brief.category.value.rawValue == value
    case "d": return brief.dosagePercent.value == Double(value)
    case "h": return brief.longevityHours?.value == Double(value)
    case "a": return brief.allergenLimitPpm?.value == Double(value)
    case "l": return brief.language.rawValue == value
    case "$":
      let money = brief.budgetPerKilogram?.value
      return Double(value.dropLast(3)) == money?.amount
        && value.suffix(3) == money?.currency.rawValue ?? ""
    default: return false
    }
  }
}

/// One reader for all suites: putting the lexicon together is the slow part.
enum SharedReader {
  static let reader = Result { try RuleReader(catalogue: try Catalogue.builtIn()) }

  static func read(_ text: String) throws -> Brief { try reader.get().read(text) }
}
