import Perfumery

/// The shares of top, heart and base in a formula's usual doses.
///
/// Counted in doses, not in mass: a thousandth of cis-3-hexenol is as much of a top as a twelfth of
/// bergamot. Printed rules contradict one another (Carles 25/20/55, others 20-30/30-50/30-50), and
/// a cologne is nearly all top. So the ranges start from 15-40, 25-55 and 15-55 % and open where
/// the wished families are found mostly in one note: a profile that is all citrus may be 85 % top.
struct NoteBalance: Sendable, Equatable {
  var least: [Note: Double]
  var most: [Note: Double]

  private static let usual: [Note: ClosedRange<Double>] = [
    .top: 0.15...0.40, .heart: 0.25...0.55, .base: 0.15...0.55,
  ]

  /// What even a one-sided formula keeps of each note.
  private static let floor: [Note: Double] = [.top: 0.04, .heart: 0.06, .base: 0.10]

  init(target: FamilyVector, materials: [Material]) {
    var natural: [Note: Double] = [:]
    for family in Family.allCases where target[family] > 0 {
      let all = materials.reduce(0) { $0 + $1.families[family] }
      guard all > 0 else { continue }
      for material in materials {
        natural[material.note, default: 0] += target[family] * material.families[family] / all
      }
    }
    least = [:]
    most = [:]
    for note in Note.allCases {
      let usual = Self.usual[note] ?? 0...1
      let share = natural[note] ?? 0
      least[note] = max(Self.floor[note] ?? 0, min(usual.lowerBound, share / 2))
      most[note] = max(usual.upperBound, min(0.9, share + 0.15))
    }
  }

  /// Least share of base notes for a scent that lasts `hours`: 3 % an hour from a tenth, at most 55
  /// %.
  ///
  /// A judgement, set so that 4 h ask for about a fifth and 12 h for almost a half.
  static func leastBase(forHours hours: Double) -> Double { min(0.55, 0.10 + 0.03 * hours) }
}
