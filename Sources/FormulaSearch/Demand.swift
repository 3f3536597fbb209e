import FormulaRules
import Perfumery

/// A linear row that a formula keeps: the law's, a wish's, or a custom's.
///
/// Every row reads  sum of `perDose(place)` times doses of the place  `>=`  `bound`; what must stay
/// below something is written with its signs turned.
struct Demand {
  enum Meaning: Sendable, Hashable {
    case whole
    case balance(Note)
    case note(NoteName)
    case wish(Wish)

    /// Number of the cap in the universe.
    case cap(Int)
  }

  var meaning: Meaning

  /// What one usual dose of a material of the universe adds to the row.
  var perDose: (Int) -> Double
  var bound: Double

  /// What a composed formula stays away from the bound, so that rounding cannot cross it.
  var margin = 0.0

  static func atLeast(
    _ bound: Double, _ meaning: Meaning, _ perDose: @escaping (Int) -> Double
  ) -> Demand {
    Demand(meaning: meaning, perDose: perDose, bound: bound)
  }

  static func atMost(
    _ bound: Double, _ meaning: Meaning, margin: Double = 0, _ perDose: @escaping (Int) -> Double
  ) -> Demand {
    Demand(meaning: meaning, perDose: { -perDose($0) }, bound: -bound, margin: margin)
  }

  /// Doses of one note make up at least, or at most, a part of all doses.
  static func balance(
    _ note: Note, least: Double, _ meaning: Meaning, in universe: Universe
  ) -> Demand {
    .atLeast(0, meaning) { place in
      guard place != universe.solvent else { return 0 }
      return (universe.materials[place].note == note ? 1.0 : 0) - least
    }
  }

  /// See `balance(_:least:_:in:)`.
  static func balance(
    _ note: Note, most: Double, _ meaning: Meaning, in universe: Universe
  ) -> Demand {
    .atMost(0, meaning) { place in
      guard place != universe.solvent else { return 0 }
      return (universe.materials[place].note == note ? 1.0 : 0) - most
    }
  }
}

extension Demand {
  /// Doses at which a wanted material, or the materials of a wanted note together, are clearly
  /// there.
  static let clearDose = 0.25
  static let clearNote = 0.5

  /// Least share of the doses for a wanted family.
  static let clearFamily = 0.15

  /// The rows of a wish; none for one that only decides which materials take part.
  static func rows(of wish: Wish, in universe: Universe, catalogue: Catalogue) -> [Demand] {
    switch wish {
    case .present(.material(let id)):
      let place = universe.place(of: id)
      return [.atLeast(clearDose, .wish(wish)) { $0 == place ? 1 : 0 }]
    case .present(.note(let name)):
      // A note without materials of its own lives in the profile alone.
      guard let note = catalogue.note(name), !note.materials.isEmpty else { return [] }
      let ids = Set(note.materials)
      return [
        .atLeast(clearNote, .wish(wish)) { ids.contains(universe.materials[$0].id) ? 1 : 0 }
      ]
    case .present(.family(let family)):
      return [
        .atLeast(0, .wish(wish)) {
          $0 == universe.solvent ? 0 : universe.materials[$0].families[family] - clearFamily
        }
      ]
    case .absent: return []
    case .budget(let dollars, _):
      // The solvent takes up what rounding leaves over, so a ten-thousandth is kept back.
      return [
        .atMost(dollars, .wish(wish), margin: 1e-4 * dollars) { universe.dollarsPerDose($0) ?? 0 }
      ]
    case .allergens(let ppm):
      return [
        .atMost(ppm, .wish(wish), margin: 1e-4 * ppm) {
          universe.allergenPpm[$0] * universe.doses[$0]
        }
      ]
    case .lasting(let hours):
      let least = NoteBalance.leastBase(forHours: hours)
      return [.balance(.base, least: least, .wish(wish), in: universe)]
    case .strength:
      let range = Solvent.range(under: [wish])
      let share = { (place: Int) in place == universe.solvent ? universe.doses[place] : 0 }
      return [
        .atLeast(range.lowerBound, .wish(wish), share),
        .atMost(range.upperBound, .wish(wish), share),
      ]
    }
  }

  /// The limits of the law, in the order of the universe's caps.
  static func law(of universe: Universe) -> [Demand] {
    universe.caps.enumerated().map { index, cap in
      // A millionth under the limit, so that the solver's last bits cannot lift a sum over it.
      .atMost(cap.limit, .cap(index), margin: 1e-6 * cap.limit) {
        cap.coefficients[$0] * universe.doses[$0]
      }
    }
  }

  /// A clear dose of each note of a brief, by its weight, as far as one of `places` carries it.
  static func notes(
    of brief: Brief, among places: [Int], of universe: Universe, catalogue: Catalogue
  ) -> [Demand] {
    brief.notes.keys.sorted().compactMap { name in
      guard let note = catalogue.note(name), let weight = brief.notes[name]?.value, weight > 0
      else { return nil }
      let ids = Set(note.materials)
      guard places.contains(where: { ids.contains(universe.materials[$0].id) }) else { return nil }
      return .atLeast(clearNote * min(1, weight), .note(name)) {
        ids.contains(universe.materials[$0].id) ? 1 : 0
      }
    }
  }

  /// Every note's share of the doses within the ranges that suit a profile.
  static func balance(for target: FamilyVector, in universe: Universe) -> [Demand] {
    let balance = NoteBalance(
      target: target, materials: universe.materials.filter { $0.kind != .solvent })
    return Note.allCases.flatMap { note in
      [
        Demand.balance(note, least: balance.least[note] ?? 0, .balance(note), in: universe),
        Demand.balance(note, most: balance.most[note] ?? 1, .balance(note), in: universe),
      ]
    }
  }
}
