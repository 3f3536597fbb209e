import FormulaAppraisal
import OdourModel
import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The fit of a composed formula")
struct ComposerFitTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  /// Floors under what was measured with 332 materials, over time and in usual doses. The low ones
  /// are families whose materials all carry a second family, or act in traces beside a body of
  /// other materials that is smelled as well.
  static let floors: [(Family, Double, Double)] = [
    (.citrus, 0.88, 0.97), (.floral, 0.97, 0.97), (.fruity, 0.92, 0.94), (.green, 0.80, 0.89),
    (.aromatic, 0.73, 0.94), (.spicy, 0.87, 0.93), (.woody, 0.97, 0.97), (.mossy, 0.42, 0.80),
    (.amber, 0.85, 0.92), (.smoky, 0.40, 0.72), (.gourmand, 0.93, 0.87), (.musk, 0.86, 0.95),
    (.powdery, 0.75, 0.76), (.aldehydic, 0.62, 0.84), (.aquatic, 0.68, 0.84),
    (.leather, 0.37, 0.72), (.animalic, 0.40, 0.84),
  ]

  @Test(
    "is near the wish for every family alone, with every material at usual doses", arguments: floors
  )
  func singleFamilies(family: Family, floor: Double, doseFloor: Double) throws {
    for seed in [1, 2] as [UInt64] {
      let composition = try shop.composer.compose(Brief.asking([family: 1]), seed: seed)
      let fit = composition.fit
      #expect(fit.cosine >= floor)
      #expect(fit.doseCosine >= doseFloor)
      if floor > 0.5 { #expect(fit.achieved.values.max() == fit.achieved[family]) }
      for line in composition.formula.lines where line.material.kind != .solvent {
        let doses = line.share.percent / line.material.usualPercent.value
        #expect(doses < 4.5, "\(line.material.id.rawValue) at \(doses) usual doses")
      }
    }
  }

  @Test("is near the wish for mixed briefs")
  func mixedBriefs() throws {
    let mixtures: [[Family: Double]] = [
      [.smoky: 0.7, .floral: 0.8, .woody: 0.4, .amber: 0.4],
      [.citrus: 1, .aromatic: 0.3, .aquatic: 0.3, .gourmand: 0],
      [.gourmand: 1, .musk: 0.5, .amber: 0.4, .powdery: 0.3],
      [.mossy: 0.6, .citrus: 0.5, .floral: 0.6, .woody: 0.5, .animalic: 0.1],
      [.aromatic: 0.9, .woody: 0.4, .mossy: 0.4, .gourmand: 0.3, .citrus: 0.3],
    ]
    for mixture in mixtures {
      #expect(try shop.composer.compose(Brief.asking(mixture), seed: 1).fit.cosine >= 0.92)
    }
  }

  @Test("is reported from the rounded formula")
  func reportedFit() throws {
    let composition = try shop.composer.compose(Brief.asking([.spicy: 1, .woody: 0.5]), seed: 1)
    let formula = composition.formula
    var doses = FamilyVector()
    for line in formula.lines where line.material.kind != .solvent {
      doses =
        doses
        + line.material.families * (line.share.percent / line.material.usualPercent.value)
    }
    #expect(abs(doses.cosine(to: composition.fit.target) - composition.fit.doseCosine) < 1e-12)
    let panel = OdourPanel(
      materials: formula.lines.map(\.material), catalogue: shop.catalogue,
      product: formula.product)
    var scratch = panel.makeScratch()
    let appraisal = Appraiser(panel: panel, target: composition.fit.target)
      .appraise(formula.lines.map(\.share.fraction), scratch: &scratch)
    #expect(appraisal.fit == composition.fit.cosine)
    #expect(appraisal.impression == composition.fit.achieved)
    #expect(abs(composition.profile.longevityHours.value - appraisal.longevityHours) < 1e-6)
  }

  @Test("repeats for the same brief and seed, in whatever order the brief was filled")
  func deterministic() throws {
    let families: [(Family, Double)] = [
      (.floral, 0.9), (.woody, 0.6), (.musk, 0.4), (.fruity, 0.3),
    ]
    var forward = Brief.asking([:])
    var backward = Brief.asking([:])
    for (family, value) in families { forward.families[family] = .said(value) }
    for (family, value) in families.reversed() { backward.families[family] = .said(value) }
    for name in ["rose", "vanilla", "cedar"] {
      forward.notes[NoteName(rawValue: name)] = .said(0.5)
    }
    for name in ["cedar", "vanilla", "rose"] {
      backward.notes[NoteName(rawValue: name)] = .said(0.5)
    }
    for seed in 1...2 as ClosedRange<UInt64> {
      #expect(
        try shop.composer.compose(forward, seed: seed)
          == shop.composer.compose(backward, seed: seed))
    }
  }

  @Test("varies with the seed in materials, hardly in fit")
  func seeds() throws {
    let brief = Brief.asking([.floral: 1, .fruity: 0.5])
    let compositions = try (1...5 as ClosedRange<UInt64>).map {
      try shop.composer.compose(brief, seed: $0)
    }
    let palettes = Set(compositions.map { Set($0.formula.lines.map(\.material.id)) })
    #expect(palettes.count >= 2)
    let cosines = compositions.map(\.fit.cosine)
    #expect((cosines.max() ?? 1) - (cosines.min() ?? 0) < 0.04)
  }
}
