internal import Perfumery

/// Everything the rules know about one material, worked out once.
///
/// Reports, regions and labels all read the same coefficients from here.
struct MaterialRules: Sendable {
  struct Entry: Sendable {
    /// Position among the bounds.
    var bound: Int

    /// Share of the bounded quantity in the material, with the weight of a sum of fractions.
    var coefficient: Double

    /// The same without the weight.
    var share: Double
  }

  struct Refusal: Sendable {
    var exclusion: Exclusion

    /// The bound whose limit makes the refusal hold; nil when it holds in every product.
    var bound: Int?
  }

  /// In the order of the bounds, coefficients above 0 only.
  var entries: [Entry] = []
  var refusals: [Refusal] = []
  var certificates: [CertificateNeeded] = []

  /// Share of each allergen in the material, by position among the allergens, above 0 only.
  var allergens: [(allergen: Int, share: Double)] = []

  /// What a label declares of the material, added up as shares.
  ///
  /// A natural that is named itself counts whole, and its declared constituents once more.
  var allergenShare = 0.0

  /// Whether it is a natural whose constituents are not known.
  var lacksConstituents = false
}

/// Works out the rules of materials.
struct MaterialRulesBuilder: Sendable {
  let tables: RuleTables
  let bounds: [Bound]

  /// Knows what naturals are composed of.
  private let catalogue: Catalogue

  /// Positions of the allergens that own a registry number; several own an ambiguous one.
  private let allergensByCAS: [String: [Int]]

  /// Positions of the standards that speak of a registry number.
  private let standardsByCAS: [String: [Int]]

  /// Positions of the standards that speak of a natural by its name.
  private let standardsByNatural: [String: [Int]]

  /// Position of the bound of each standard that has limits of its own.
  private let boundByStandard: [String: Int]

  /// Bounds on the oils that a sum of fractions adds up.
  private let oilBounds: Set<Int>

  /// Bounds on sums of fractions.
  private let fractionBounds: Set<Int>

  /// Bounds that count analysed bergapten, with its weight in them.
  private let bergaptenWeights: [(bound: Int, weight: Double)]

  init(tables: RuleTables, bounds: [Bound], catalogue: Catalogue) {
    self.tables = tables
    self.bounds = bounds
    self.catalogue = catalogue
    var byCAS: [String: [Int]] = [:]
    for (place, allergen) in tables.allergens.enumerated() {
      for cas in allergen.casNumbers { byCAS[cas, default: []].append(place) }
    }
    allergensByCAS = byCAS
    var standards: (byCAS: [String: [Int]], byNatural: [String: [Int]]) = ([:], [:])
    for (place, standard) in tables.standards.enumerated() {
      for cas in standard.casNumbers { standards.byCAS[cas, default: []].append(place) }
      for natural in standard.naturals { standards.byNatural[natural, default: []].append(place) }
    }
    (standardsByCAS, standardsByNatural) = standards
    boundByStandard = Dictionary(
      bounds.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let fractions = tables.sums.filter { $0.kind == .fractions }
    oilBounds = Set(
      fractions.flatMap(\.members).compactMap { [boundByStandard] in
        boundByStandard[$0]
      })
    fractionBounds = Set(bounds.indices.filter { bounds[$0].isFractions })
    let own = Set(fractions.compactMap { tables.standardPlaces[$0.standard] })
    bergaptenWeights = bounds.enumerated().flatMap { place, bound in
      bound.members.filter { own.contains($0.standard) }.map { (place, $0.weight) }
    }
  }

  /// The rules of one material.
  func rules(for material: Material) -> MaterialRules {
    let decisions = decisions(on: material)
    let parts = constituents(of: material)
    var shares = Array(repeating: 0.0, count: tables.standards.count)
    for part in parts {
      for place in standardsByCAS[part.cas] ?? [] { shares[place] += part.share }
    }
    for place in shares.indices {
      shares[place] = decisions[place] == .applies ? 1 : min(1, shares[place])
    }
    var rules = MaterialRules()
    for (place, bound) in bounds.enumerated() {
      var entry = MaterialRules.Entry(bound: place, coefficient: 0, share: 0)
      for member in bound.members {
        entry.share += shares[member.standard]
        entry.coefficient += member.weight * shares[member.standard]
      }
      if bound.members.isEmpty {
        let isNeat = material.casNumbers.contains(where: bound.casNumbers.contains)
        entry.share = isNeat ? 1 : share(of: bound.casNumbers, in: parts)
        entry.coefficient = entry.share
      }
      if entry.coefficient > 0 { rules.entries.append(entry) }
    }
    rules.refusals = refusals(of: material, decisions: decisions, shares: shares)
    rules.certificates = certificates(for: material, decisions: decisions)
    addAllergens(of: material, parts: parts, to: &rules)
    rules.lacksConstituents = material.kind == .natural && material.annexName == nil
    return rules
  }

  /// The rules of a lot in which bergapten was determined.
  ///
  /// IFRA limits a citrus oil by its name only where its furocoumarins are not known. An analysed
  /// lot therefore leaves the oil's own phototoxic limit, and with it the question of its grade,
  /// and counts with its bergapten instead: against the 0.0015 % of the product of the family
  /// standard, and as bergapten / 0.0015 % in the sum of fractions beside the oils that were not
  /// analysed. Its other constituents count as before.
  func analysed(
    _ rules: MaterialRules, of material: Material, bergaptenPpm: Double
  ) -> MaterialRules {
    guard let first = bergaptenWeights.first, (0...1_000_000).contains(bergaptenPpm) else {
      return rules
    }
    let share = bergaptenPpm / 1_000_000
    var found = rules
    let replaced = oilBounds.union(fractionBounds).union(bergaptenWeights.map(\.bound))
    found.entries.removeAll { replaced.contains($0.bound) }
    for (bound, weight) in bergaptenWeights where share > 0 {
      found.entries.append(
        MaterialRules.Entry(bound: bound, coefficient: weight * share, share: share))
    }
    found.entries.sort { $0.bound < $1.bound }
    found.refusals.removeAll { $0.bound.map(oilBounds.contains) ?? false }
    found.certificates.append(
      CertificateNeeded(
        material: material.id, standard: bounds[first.bound].standard,
        requirement: "analysis of the lot: bergapten at most \(bergaptenPpm) ppm"))
    return found
  }

  /// What each standard decides about a material as a whole; nil where it does not speak of it.
  private func decisions(on material: Material) -> [GradeDecision?] {
    var found: [GradeDecision?] = Array(repeating: nil, count: tables.standards.count)
    let touched = material.casNumbers.flatMap { standardsByCAS[$0] ?? [] }
    let named = material.annexName.flatMap { standardsByNatural[$0] } ?? []
    for place in touched + named where found[place] == nil {
      found[place] = tables.standards[place].decision(on: material)
    }
    return found
  }

  /// Shares of constituents by registry number, 0...1: of a natural, or set free by a Schiff base.
  ///
  /// A number the annex lists twice for one natural counts once, with the larger share.
  private func constituents(of material: Material) -> [(cas: String, share: Double)] {
    var found: [(cas: String, share: Double)] = []
    func add(_ cas: String, _ percent: Double) {
      guard percent > 0 else { return }
      if let place = found.firstIndex(where: { $0.cas == cas }) {
        found[place].share = max(found[place].share, percent / 100)
      } else {
        found.append((cas, percent / 100))
      }
    }
    for part in material.annexName.flatMap({ tables.constituents[$0] }) ?? [] {
      add(part.cas, part.percent)
    }
    for part in material.casNumbers.flatMap({ tables.released[$0] ?? [] }) {
      add(part.cas, part.percent)
    }
    return found
  }

  /// The share of a substance in a mixture, at most 1.
  private func share(
    of numbers: Set<String>, in parts: [(cas: String, share: Double)]
  ) -> Double {
    min(1, parts.reduce(0) { numbers.contains($1.cas) ? $0 + $1.share : $0 })
  }

  private func refusals(
    of material: Material, decisions: [GradeDecision?], shares: [Double]
  ) -> [MaterialRules.Refusal] {
    var found: [MaterialRules.Refusal] = []
    func refuse(_ kind: Exclusion.Kind, _ standard: Standard, bound: Int? = nil) {
      let exclusion = Exclusion(
        kind: kind, substance: standard.name, standard: standard.id,
        basis: "IFRA Amendment \(tables.edition.number), \(standard.id)")
      found.append(MaterialRules.Refusal(exclusion: exclusion, bound: bound))
    }
    for (place, decision) in decisions.enumerated() where decision != nil || shares[place] > 0 {
      let standard = tables.standards[place]
      if decision == .prohibited {
        refuse(standard.grades.isEmpty ? .prohibited : .prohibitedGrade, standard)
      } else if decision == .unknown {
        // Where no grade is prohibited, the grade matters only to products that have a limit.
        let isLimitOnly = !standard.types.contains(.prohibition)
        refuse(.unknownGrade, standard, bound: isLimitOnly ? boundByStandard[standard.id] : nil)
      } else if standard.prohibitsConstituent, shares[place] > 0 {
        refuse(.prohibitedConstituent, standard)
      }
    }
    let freed = material.casNumbers.flatMap { tables.released[$0] ?? [] }.map(\.cas)
    for (numbers, kind) in [
      (material.casNumbers, Exclusion.Kind.prohibited), (freed, .prohibitedConstituent),
    ] {
      for ban in numbers.compactMap({ tables.bans[$0] }) {
        let exclusion = Exclusion(
          kind: kind, substance: ban.substance, standard: ban.standard ?? ban.basis,
          basis: ban.basis)
        if !found.contains(where: { $0.exclusion.standard == exclusion.standard }) {
          found.append(MaterialRules.Refusal(exclusion: exclusion, bound: nil))
        }
      }
    }
    return found
  }

  private func certificates(
    for material: Material, decisions: [GradeDecision?]
  ) -> [CertificateNeeded] {
    var found: [CertificateNeeded] = []
    for requirement in tables.requirements {
      guard let place = tables.standardPlaces[requirement.standard] else { continue }
      let isAsked =
        requirement.casNumbers.isEmpty
        ? decisions[place] == .applies
        : material.casNumbers.contains(where: requirement.casNumbers.contains)
      if isAsked {
        found.append(
          CertificateNeeded(
            material: material.id, standard: requirement.standard, requirement: requirement.text))
      }
    }
    return found
  }

  /// Allergens that a material is or holds.
  ///
  /// Of a natural the larger of two figures counts: what the annex and the table of allergen shares
  /// say together, or its typical composition.
  private func addAllergens(
    of material: Material, parts: [(cas: String, share: Double)], to rules: inout MaterialRules
  ) {
    var shares: [Int: Double] = [:]
    for part in parts {
      for allergen in allergensByCAS[part.cas] ?? [] { shares[allergen, default: 0] += part.share }
    }
    for (allergen, share) in listedAllergens(of: material) {
      shares[allergen, default: 0] += share
    }
    var composed: [Int: Double] = [:]
    for part in material.constituents {
      let numbers = catalogue.material(part.material)?.casNumbers ?? []
      for allergen in Set(numbers.flatMap { allergensByCAS[$0] ?? [] }) {
        composed[allergen, default: 0] += part.percent / 100
      }
    }
    shares.merge(composed, uniquingKeysWith: max)
    let owners = material.casNumbers.map { allergensByCAS[$0] ?? [] }
    // A number that two labels share, such as that of orange peel and orange flower oil, says
    // which one it is only together with a number of its own; alone it counts for both.
    let certain = owners.filter { $0.count == 1 }.flatMap { $0 }
    for allergen in certain.isEmpty ? Array(owners.joined()) : certain { shares[allergen] = 1 }
    rules.allergens = shares.sorted { $0.key < $1.key }.map { ($0.key, min(1, $0.value)) }
    let declared = rules.allergens.filter { tables.allergens[$0.allergen].isDeclared }
    rules.allergenShare = declared.reduce(0) { $0 + $1.share }
  }

  /// What the table of allergen shares says by the material's annex name, else by a number of it.
  private func listedAllergens(of material: Material) -> [(allergen: Int, share: Double)] {
    let keys = [material.annexName ?? ""] + material.casNumbers
    let listed = keys.lazy.compactMap { tables.allergenShares[$0] }.first ?? []
    return listed.compactMap { label, percent in
      tables.allergens.firstIndex { $0.label == label }.map { ($0, percent / 100) }
    }
  }
}
