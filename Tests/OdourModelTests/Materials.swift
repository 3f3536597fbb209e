import Perfumery
import SeededRandom

@testable import OdourModel

/// A small catalogue of made-up materials with every kind of figure and gap.
enum Sample {
  static func chemical(
    _ id: String, molarMass: Double? = 150, pressure: Double? = 10, middle: Double? = 0.5,
    note: Note = .heart, families: [Family: Double] = [.floral: 1], usual: Double = 1
  ) -> Material {
    var figures: [String: SourcedValue] = [:]
    figures["molecularWeight"] = molarMass.map { SourcedValue($0, source: "pubchem") }
    figures["vapourPressure"] = pressure.map { SourcedValue($0, source: "grain-watson") }
    if let middle {
      figures["intensityMax"] = SourcedValue(45, source: "kao-2019")
      figures["intensityC"] = SourcedValue(middle, source: "kao-2019")
      figures["intensityD"] = SourcedValue(0.6, source: "kao-2019")
    }
    return Material(
      id: MaterialID(rawValue: id), name: id, kind: .chemical, casNumbers: [], note: note,
      families: FamilyVector(families), usualPercent: SourcedValue(usual, source: "judged"),
      highestPercent: SourcedValue(50, source: "judged"),
      dollarsPerKilogram: SourcedValue(100, source: "perfumersworld"), figures: figures)
  }

  static let light = chemical("light", pressure: 250, middle: 1.5, families: [.citrus: 1])
  static let middle = chemical("middle", pressure: 5, families: [.floral: 0.8, .green: 0.2])
  static let heavy = chemical(
    "heavy", molarMass: 240, pressure: 0.05, middle: -1.5, families: [.musk: 1])
  static let gap = chemical("gap", pressure: nil, middle: nil, families: [.woody: 1])
  static let bare = chemical("bare", molarMass: nil, pressure: nil, middle: nil, families: [:])

  static let oil: Material = {
    var oil = chemical("oil", molarMass: nil, pressure: nil, middle: nil, note: .top)
    oil.kind = .natural
    oil.families = FamilyVector([.aromatic: 1])
    oil.constituents = [
      Constituent(material: light.id, percent: 50, source: "judged-composition"),
      Constituent(material: middle.id, percent: 30, source: "judged-composition"),
    ]
    return oil
  }()

  static let solvent: Material = {
    var solvent = chemical("solvent", molarMass: 134.17, pressure: 2, middle: nil, families: [:])
    solvent.kind = .solvent
    return solvent
  }()

  static let all = [light, middle, heavy, gap, bare, oil, solvent]
  static let catalogue = Catalogue(materials: all, notes: [], sources: [])
  static let perfume = Product(
    category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.15))

  static func panel(_ materials: [Material] = all) -> OdourPanel {
    OdourPanel(materials: materials, catalogue: catalogue, product: perfume)
  }

  static func shares(_ seed: UInt64, count: Int = all.count) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.nextUnit() < 0.3 ? 0 : random.nextUnit() }
  }
}
