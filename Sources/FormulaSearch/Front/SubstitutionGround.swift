import FormulaAppraisal
import FormulaRules
import OdourModel
import Perfumery

/// A formula without one of its materials, and how near others can bring it back.
///
/// Shares are of the formula's actual total, one for each material of the panel.
struct SubstitutionGround {
  struct Answer {
    /// Position in the panel and share of each part.
    var parts: [(index: Int, share: Double)]
    var distance: Double
  }

  let panel: OdourPanel

  /// Shares without the replaced material, whose mass is in the solvent.
  let rest: [Double]

  /// Positions of what may stand in.
  let candidates: [Int]

  let formula: Formula
  let replaced: MaterialID
  let old: [Double]
  let solvent: Int
  private let region: LegalRegion
  let appraiser: Appraiser
  let isModelled: Bool

  /// Weighted profile of the old formula: over time, or static where the model is blind.
  private let profile: [Double]

  /// Less cannot be weighed.
  private static let leastShare = BlendSpace.leastShare

  /// Least cosine between the families of a material and of one that could stand in for it.
  private static let leastLikeness = 0.3

  init(
    _ formula: Formula, replacing id: MaterialID, target: FamilyVector?, catalogue: Catalogue,
    rules: RuleBook, mostCandidates: Int
  ) throws(SubstitutionError) {
    guard let gone = formula.lines.first(where: { $0.material.id == id && $0.share > .zero })
    else { throw .notInFormula(id) }
    let universe: Universe
    do {
      universe = try Universe(
        catalogue: catalogue, rules: rules, product: formula.product, needsAllergens: false)
    } catch {
      throw .noSolvent
    }
    var materials: [Material] = []
    for line in formula.lines where !materials.contains(where: { $0.id == line.material.id }) {
      materials.append(line.material)
    }
    let present = Set(materials.map(\.id))
    let ownSolvent = formula.lines.filter { $0.material.kind == .solvent }
      .max { $0.share < $1.share }?.material
    let solventMaterial = ownSolvent ?? universe.materials[universe.solvent]
    if ownSolvent == nil { materials.append(solventMaterial) }
    solvent = materials.firstIndex { $0.id == solventMaterial.id } ?? 0
    let firstCandidate = materials.count
    let related = universe.materials
      .filter { $0.kind != .solvent && !present.contains($0.id) }
      .map { (material: $0, likeness: $0.families.cosine(to: gone.material.families)) }
      .filter { $0.likeness >= Self.leastLikeness }
      .sorted { ($1.likeness, $0.material.id) < ($0.likeness, $1.material.id) }
    materials += related.prefix(mostCandidates).map(\.material)
    panel = OdourPanel(materials: materials, catalogue: catalogue, product: formula.product)
    region = rules.region(for: materials, product: formula.product)
    self.formula = formula
    replaced = id

    let proportions = Dictionary(
      uniqueKeysWithValues: formula.proportions.map { ($0.material.id, $0.share) })
    var shares = materials.map { proportions[$0.id] ?? 0 }
    old = shares
    let place = materials.firstIndex { $0.id == id } ?? 0
    shares[solvent] += shares[place]
    shares[place] = 0
    rest = shares

    var scratch = panel.makeScratch()
    let panel = panel
    func isSmelled(_ index: Int) -> Bool {
      var alone = materials.map { _ in 0.0 }
      alone[index] = 1
      return panel.impression(of: alone, scratch: &scratch).intensities.contains { $0 > 0 }
    }
    let isModelled = isSmelled(place)
    self.isModelled = isModelled
    candidates = (firstCandidate..<materials.count).filter { !isModelled || isSmelled($0) }
    let impression = panel.impression(of: old, scratch: &scratch)
    appraiser = Appraiser(
      panel: panel, target: target ?? impression.overTime)
    profile =
      isModelled ? impression.intensities : Self.doses(of: old, materials: materials).values
  }

  /// Between the profiles of the old formula and of `shares`, in parts of the old.
  func distance(of shares: [Double], scratch: inout OdourScratch) -> Double {
    let other =
      isModelled
      ? panel.impression(of: shares, scratch: &scratch).intensities
      : Self.doses(of: shares, materials: panel.materials).values
    let columns = Family.allCases.count
    var difference = 0.0
    var size = 0.0
    for (place, value) in profile.enumerated() {
      let weight = isModelled ? Impression.weights[place / columns] : 1
      difference += weight * (other[place] - value) * (other[place] - value)
      size += weight * value * value
    }
    return size > 0 ? (difference / size).squareRoot() : 0
  }

  /// A candidate at the dose that comes nearest; nil when the law leaves it no room.
  func single(_ index: Int, scratch: inout OdourScratch) -> Answer? {
    nearest(index, beside: rest, scratch: &scratch).map { share, distance in
      Answer(parts: [(index, share)], distance: distance)
    }
  }

  /// Two candidates together, their doses brought nearer in turns.
  func pair(_ first: Answer, _ second: Answer, scratch: inout OdourScratch) -> Answer? {
    var parts = [first.parts[0], second.parts[0]]
    var distance = first.distance
    parts[0].share *= 0.6
    for turn in 0..<5 {
      let moving = (turn + 1) % 2
      let standing = parts[1 - moving]
      let base = adding([standing], to: rest)
      let found = nearest(parts[moving].index, beside: base, scratch: &scratch)
      guard let found else { return nil }
      parts[moving].share = found.share
      distance = found.distance
    }
    return Answer(parts: parts.sorted { $0.share > $1.share }, distance: distance)
  }

  /// Scans shares from a fiftieth of a usual dose to the most allowed, then narrows by golden
  /// section.
  private func nearest(
    _ index: Int, beside base: [Double], scratch: inout OdourScratch
  ) -> (share: Double, distance: Double)? {
    let dose = panel.materials[index].usualPercent.value / 100
    let most = room(for: index, beside: base)
    let least = min(most, max(Self.leastShare, dose / 50))
    guard most >= Self.leastShare else { return nil }
    func tried(_ share: Double) -> (share: Double, distance: Double) {
      (share, distance(of: adding([(index, share)], to: base), scratch: &scratch))
    }
    guard isModelled else {
      let doses = (old.enumerated().first { panel.materials[$0.offset].id == replaced }).map {
        $0.element / (panel.materials[$0.offset].usualPercent.value / 100)
      }
      return tried(min(most, max(least, (doses ?? 1) * dose)))
    }
    let factor = most / least
    let scanCount = 8
    // Steps of equal ratio, without a logarithm: repeated square roots of the whole ratio.
    let ratio = factor.squareRoot().squareRoot().squareRoot()
    var shares = [least]
    for _ in 0..<scanCount { shares.append(min(most, (shares.last ?? least) * ratio)) }
    let scanned = shares.map(tried)
    guard let best = scanned.indices.min(by: { scanned[$0].distance < scanned[$1].distance })
    else { return nil }
    var low = shares[max(0, best - 1)]
    var high = shares[min(scanCount, best + 1)]
    var answer = scanned[best]
    let golden = 0.381_966_011_250_105
    for _ in 0..<9 {
      let left = tried(low + golden * (high - low))
      let right = tried(high - golden * (high - low))
      if left.distance < right.distance { high = right.share } else { low = left.share }
      for point in [left, right] where point.distance < answer.distance { answer = point }
    }
    return answer
  }

  /// Most of a candidate that the law, its highest percent and the solvent leave.
  private func room(for index: Int, beside base: [Double]) -> Double {
    var most = min(panel.materials[index].highestPercent.value / 100, base[solvent])
    for cap in region.caps where cap.coefficients[index] > 0 {
      let load = zip(cap.coefficients, base).reduce(0) { $0 + $1.0 * $1.1 }
      // The solvent gives way, which counts nowhere; a millionth is kept back for rounding.
      most = min(most, (cap.limit * (1 - 1e-6) - load) / cap.coefficients[index])
    }
    return max(0, most)
  }

  private func adding(
    _ parts: [(index: Int, share: Double)], to base: [Double]
  ) -> [Double] {
    var shares = base
    for part in parts {
      shares[part.index] += part.share
      shares[solvent] -= part.share
    }
    return shares
  }

  private static func doses(of shares: [Double], materials: [Material]) -> FamilyVector {
    var doses = FamilyVector()
    for (material, share) in zip(materials, shares)
    where share > 0 && material.usualPercent.value > 0 {
      doses = doses + material.families * (100 * share / material.usualPercent.value)
    }
    return doses
  }
}
