import Perfumery
import SeededRandom

/// The materials a formula is written from, with the dose each is expected at.
struct Palette: Sendable, Equatable {
  enum Role: Sendable, Equatable {
    case wanted
    case note(NoteName)
    case family(Family)
    case blender(Family)
    case solvent
    case reserve

    /// Stays whatever it does to the fit.
    var isKept: Bool { self == .solvent || self == .wanted }
  }

  struct Entry: Sendable, Equatable {
    var place: Int
    var role: Role

    /// Doses the line is pulled towards.
    var expectedDoses: Double

    /// Chosen for a purpose, so worth at least a faint dose.
    var isChosen: Bool { role != .solvent && expectedDoses > 0 }
  }

  /// In the order in which they were chosen, the solvent last.
  var entries: [Entry]
}

/// Chooses a palette: wanted materials, then families by their share, then what binds them
/// together.
///
/// `seed` only shakes the relevance of each material by up to 6 %, so it decides among near-equals
/// and nothing else; the doses are solved for exactly whatever the seed.
struct PaletteChooser {
  let universe: Universe
  let catalogue: Catalogue
  let brief: Brief
  let target: BriefTarget
  let wishes: [Wish]
  private let eligible: [Int]
  private let relevance: [Double]
  private let shake: [Double]

  private var entries: [Palette.Entry] = []
  private var isChosen: [Bool]

  init(
    universe: Universe, catalogue: Catalogue, brief: Brief, target: BriefTarget, wishes: [Wish],
    seed: UInt64
  ) {
    self.universe = universe
    self.catalogue = catalogue
    self.brief = brief
    self.target = target
    self.wishes = wishes
    eligible = universe.eligible(under: wishes, catalogue: catalogue)
      .filter { $0 != universe.solvent }
    isChosen = Array(repeating: false, count: universe.materials.count)
    var random = SplitMix64(seed: seed)
    shake = universe.materials.map { _ in 1 + 0.06 * random.nextUnit() }
    let peak = target.profile.values.max() ?? 0
    relevance = universe.materials.indices.map { place in
      var agreement = 0.0
      for family in Family.allCases where peak > 0 && !target.ruledOut.contains(family) {
        let wished = max(target.profile[family] / peak, Self.companions[family] ?? 0)
        agreement += min(universe.materials[place].families[family], wished)
      }
      // A workhorse is known by the share it is used at; accents stay in reach.
      let volume = 0.55 + 0.45 * min(1, universe.doses[place] / 0.03)
      return (0.2 + 0.8 * agreement) * volume
        * Self.affordability(of: place, in: universe, wishes: wishes)
    }
  }

  /// Families that go with every other one, and how far.
  private static let companions: [Family: Double] = [.floral: 0.4, .woody: 0.4, .musk: 0.4]

  mutating func choose() -> Palette {
    chooseWanted()
    chooseNotes()
    chooseFamilies()
    chooseBlenders()
    chooseMissingNotes()
    entries.append(
      Palette.Entry(place: universe.solvent, role: .solvent, expectedDoses: 1))
    return Palette(entries: entries)
  }

  private mutating func chooseWanted() {
    for case .present(.material(let id)) in wishes {
      guard let place = universe.place(of: id), eligible.contains(place) else { continue }
      take(place, .wanted, doses: 1)
    }
  }

  /// Up to three materials a note: the best of each note first, so that none takes another's own.
  private mutating func chooseNotes() {
    var asked: [(name: NoteName, count: Int, doses: Double)] = []
    for case .present(.note(let name)) in wishes { asked.append((name, 3, 1)) }
    for name in brief.notes.keys.sorted() where !asked.contains(where: { $0.name == name }) {
      let weight = brief.notes[name]?.value ?? 0
      guard weight > 0 else { continue }
      asked.append((name, weight > 0.7 ? 3 : weight > 0.3 ? 2 : 1, 0.5 + 0.5 * weight))
    }
    for round in 0..<3 {
      for note in asked where round < note.count && entries.count < Self.mostBeforeFamilies {
        if let place = best(for: note.name) { take(place, .note(note.name), doses: note.doses) }
      }
    }
  }

  /// Wanted lines and notes may not take all the room there is.
  private static let mostBeforeFamilies = 18

  private func best(for name: NoteName) -> Int? {
    let places = (catalogue.note(name)?.materials ?? []).compactMap { universe.place(of: $0) }
      .filter { eligible.contains($0) }
    // The table lists the most characteristic first; later ones must be clearly handier to win.
    let ranked = places.enumerated().map { rank, place in
      (place: place, score: relevance[place] * shake[place] / Double(rank + 3))
    }
    return ranked.filter { !isChosen[$0.place] }
      .max { ($0.score, $1.place) < ($1.score, $0.place) }?.place
  }

  /// About eleven lines and two more a family, shared out by the families' weights.
  private mutating func chooseFamilies() {
    let families = Family.allCases.filter { target.profile[$0] >= 0.04 }
    let lineCount = Double(min(21, 10 + 2 * families.count))
    let evened = families.map { target.profile[$0].squareRoot() }
    let sum = evened.reduce(0, +)
    for (family, part) in zip(families, evened) {
      let quota = max(1, Int((lineCount * part / sum).rounded()))
      let present = entries.reduce(0.0) { $0 + universe.materials[$1.place].families[family] }
      let wishedDoses = target.profile[family] * lineCount
      let missing = max(1, quota - Int(present.rounded()))
      let doses = min(1.8, max(0.4, (wishedDoses - present) / Double(missing)))
      var notes: [Note: Int] = [:]
      for _ in 0..<missing where entries.count < 25 {
        guard let place = best(for: family, taken: notes) else { break }
        notes[universe.materials[place].note, default: 0] += 1
        take(place, .family(family), doses: doses)
      }
    }
  }

  /// The next material for a family; materials of a note already well served come later.
  private func best(for family: Family, taken: [Note: Int]) -> Int? {
    bestPlace { place in
      let material = universe.materials[place]
      guard material.families[family] >= 0.25 else { return 0 }
      var variety = 1.0
      for _ in 0..<(taken[material.note] ?? 0) { variety *= 0.92 }
      // From three quarters on a material is as good as pure; richness is no fault.
      return min(1, material.families[family] / 0.75) * relevance[place] * variety
    }
  }

  /// A musk, a wood, a floral heart and an amber used in volume, unless such a line is there
  /// already.
  private mutating func chooseBlenders() {
    for family in [Family.musk, .woody, .floral, .amber] {
      let isThere = entries.contains {
        let place = $0.place
        return universe.materials[place].families[family] >= 0.5 && universe.doses[place] >= 0.02
      }
      if isThere { continue }
      let place = bestPlace { place in
        let material = universe.materials[place]
        guard material.families[family] >= 0.4, universe.doses[place] >= 0.02 else { return 0 }
        // Volume is what a blender is for: one that is used at a tenth counts in full.
        return material.families[family] * min(1, universe.doses[place] / 0.1)
          * Self.affordability(of: place, in: universe, wishes: wishes)
      }
      if let place { take(place, .blender(family), doses: 0.6) }
    }
  }

  /// Two lines at least in each of top, heart and base, so that every balance can be reached.
  private mutating func chooseMissingNotes() {
    for note in Note.allCases {
      while entries.count(where: { universe.materials[$0.place].note == note }) < 2 {
        let place = bestPlace {
          universe.materials[$0].note == note ? relevance[$0] : 0
        }
        guard let place else { break }
        take(place, .reserve, doses: 0.5)
      }
    }
    while entries.count < Formulation.fewestLines + 2,
      let place = bestPlace({ relevance[$0] })
    {
      take(place, .reserve, doses: 0.5)
    }
  }

  private func bestPlace(_ score: (Int) -> Double) -> Int? {
    var best: (place: Int, score: Double)?
    for place in eligible where !isChosen[place] {
      let value = score(place) * shake[place]
      if value > (best?.score ?? 0.02) { best = (place, value) }
    }
    return best?.place
  }

  private mutating func take(_ place: Int, _ role: Palette.Role, doses: Double) {
    guard !entries.contains(where: { $0.place == place }) else { return }
    isChosen[place] = true
    // Another grade of the same substance adds a line, not an odour.
    let cas = Set(universe.materials[place].casNumbers)
    for other in universe.materials.indices
    where !cas.isDisjoint(with: universe.materials[other].casNumbers) {
      isChosen[other] = true
    }
    entries.append(
      Palette.Entry(
        place: place, role: role, expectedDoses: min(doses, universe.dosesWithinCaps(place))))
  }

  /// 1 for a material that can be used freely, falling where cost, allergens or caps allow little.
  private static func affordability(
    of place: Int, in universe: Universe, wishes: [Wish]
  ) -> Double {
    let permitted = universe.dosesWithinCaps(place)
    guard permitted >= 0.15 else { return 0 }
    var value = min(1, 1.5 * permitted)
    // Without a budget a kilogram is still not written with hundreds of dollars in one line.
    var dollars = 400.0
    for wish in wishes {
      switch wish {
      case .budget(let limit, _): dollars = limit
      case .allergens(let ppm):
        let dose = universe.allergenPpm[place] * universe.doses[place]
        value /= 1 + max(0, 8 * dose / max(ppm, 1e-3) - 1)
      default: continue
      }
    }
    let price = universe.dollarsPerDose(place) ?? 0.05 * dollars
    return value / (1 + max(0, 6 * price / dollars - 1))
  }
}
