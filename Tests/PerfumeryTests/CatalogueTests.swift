import Testing

@testable import Perfumery

@Suite struct CatalogueTests {
  let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue.builtIn()
  }

  @Test func `There are materials and notes enough to compose with`() {
    #expect(catalogue.materials.count >= 600)
    #expect(catalogue.materials.count { $0.usualPercent.value > 0 } >= 450)
    #expect(catalogue.notes.count >= 200)
    #expect(catalogue.materials.count { $0.kind == .natural } >= 140)
  }

  @Test func `Materials and notes come in the order of their names`() {
    let ids = catalogue.materials.map(\.id)
    let names = catalogue.notes.map(\.name)
    #expect(ids == ids.sorted())
    #expect(names == names.sorted())
  }

  @Test func `Every number names a source that exists`() {
    for material in catalogue.materials {
      var values = [material.usualPercent, material.highestPercent]
      for constituent in material.constituents {
        values.append(SourcedValue(constituent.percent, source: constituent.source))
      }
      values += material.dollarsPerKilogram.map { [$0] } ?? []
      values += material.figures.values
      for value in values {
        #expect(catalogue.sources[value.source] != nil, "\(material.id.rawValue)")
      }
    }
    for source in catalogue.sources.values { #expect(source.citation.count > 20) }
  }

  @Test func `Only doses are judged, never a measured figure or a price`() {
    for material in catalogue.materials {
      for (name, value) in material.figures {
        #expect(value.source != "judged", "\(material.id.rawValue) \(name)")
      }
      #expect(material.dollarsPerKilogram?.source != "judged")
    }
  }

  @Test func `Every CAS number has the right check digit`() {
    for material in catalogue.materials {
      #expect(!material.casNumbers.isEmpty)
      for number in material.casNumbers { #expect(CASNumber.isValid(number), "\(number)") }
    }
  }

  @Test func `Families sum to one, and to zero for solvents`() {
    for material in catalogue.materials {
      let wanted = material.kind == .solvent ? 0.0 : 1.0
      #expect(abs(material.families.total - wanted) < 1e-9, "\(material.id.rawValue)")
    }
    for note in catalogue.notes {
      #expect(abs(note.families.total - 1) < 1e-9, "\(note.name.rawValue)")
    }
  }

  @Test func `The usual dose is not above the highest`() {
    for material in catalogue.materials {
      #expect(material.usualPercent.value >= 0)
      #expect(material.usualPercent.value <= material.highestPercent.value)
      #expect(material.highestPercent.value > 0)
      #expect(material.highestPercent.value <= 100)
    }
  }

  @Test func `Prices lie between those of a solvent and those of a rare absolute`() {
    let priced = catalogue.materials.compactMap { material in
      material.dollarsPerKilogram.map { (material.id.rawValue, $0.value) }
    }
    #expect(priced.count >= 200)
    for (id, dollars) in priced { #expect((5...50_000).contains(dollars), "\(id)") }
  }

  @Test(arguments: Family.allCases)
  func `Each family is led by three materials that are not banned by name`(family: Family) {
    let banned = ["lilial", "lyral", "musk-xylene", "musk-ambrette", "costus-root-oil"]
    let leading = catalogue.materials.filter { material in
      let largest = material.families.values.max() ?? 0
      return material.families[family] >= 0.3 && material.families[family] >= largest - 0.1
        && !banned.contains(material.id.rawValue) && material.grade != "crude"
    }
    #expect(leading.count >= 3, "\(leading.map(\.id.rawValue))")
  }

  @Test(arguments: Family.allCases)
  func `Each family has a note`(family: Family) {
    #expect(catalogue.notes.contains { $0.families[family] >= 0.4 })
  }

  @Test func `Every material and every note has a Korean name in Hangul`() {
    func isHangul(_ name: String) -> Bool {
      name.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
    }
    for material in catalogue.materials {
      #expect(isHangul(material.koreanName ?? ""), "\(material.id.rawValue)")
    }
    for note in catalogue.notes { #expect(isHangul(note.korean), "\(note.name.rawValue)") }
  }

  @Test func `Every note is rendered by at least two materials that exist`() {
    for note in catalogue.notes {
      #expect(note.materials.count >= 2, "\(note.name.rawValue)")
      for id in note.materials {
        #expect((catalogue.material(id)?.usualPercent.value ?? 0) > 0, "\(id.rawValue)")
      }
    }
  }

  @Test func `A note shares a family with the materials that render it`() {
    for note in catalogue.notes {
      var blend = FamilyVector.zero
      for material in note.materials.compactMap(catalogue.material) {
        blend = blend + material.families
      }
      #expect(note.families.cosine(to: blend) > 0.5, "\(note.name.rawValue)")
    }
  }

  @Test func `Every note has a material that costs less than 2000 dollars a kilogram`() {
    for note in catalogue.notes {
      let cheapest = note.materials.compactMap {
        catalogue.material($0)?.dollarsPerKilogram?.value
      }.min()
      #expect((cheapest ?? .infinity) < 2000, "\(note.name.rawValue)")
    }
  }

  @Test func `The two solvents are there and smell of nothing`() {
    let solvents = catalogue.materials.filter { $0.kind == .solvent }
    #expect(solvents.map(\.id.rawValue) == ["dipropylene-glycol", "triethyl-citrate"])
    #expect(solvents.allSatisfy { $0.families == .zero })
    #expect(solvents.flatMap(\.casNumbers) == ["25265-71-8", "77-93-0"])
  }

  @Test(arguments: [
    "bergamot-oil-expressed", "lemon-oil-expressed", "grapefruit-oil", "lime-oil-distilled",
    "bitter-orange-oil", "cade-oil-rectified", "birch-tar-rectified", "peru-balsam-oil",
  ])
  func `A material whose law depends on its process has a grade`(id: String) {
    #expect(catalogue.material(MaterialID(rawValue: id))?.grade != nil)
  }

  @Test func `Banned materials are known, so that formula files can be judged`() {
    for id in ["lilial", "lyral", "musk-xylene", "musk-ambrette", "costus-root-oil"] {
      #expect(catalogue.material(MaterialID(rawValue: id)) != nil, "\(id)")
    }
  }

  @Test func `Intensity curves are whole or absent`() {
    for material in catalogue.materials {
      let parts = ["intensityMax", "intensityC", "intensityD"].filter {
        material.figures[$0] != nil
      }
      #expect(parts.isEmpty || parts.count == 3, "\(material.id.rawValue)")
    }
  }

  @Test func `Figures keep the values of their tables`() throws {
    let limonene = try catalogue.find(material: "limonene")
    #expect(limonene.figures["molecularWeight"]?.value == 136.24)
    #expect(limonene.figures["intensityC"] == SourcedValue(1.71, source: "kao-2019"))
    #expect(limonene.dollarsPerKilogram?.value == 80)
    #expect(try catalogue.find(material: "iso-e-super").highestPercent.value == 45)
  }

  @Test func `Top notes are more volatile than heart notes and those than base notes`() {
    func median(_ note: Note) -> Double {
      let pressures = catalogue.materials.filter { $0.note == note }
        .compactMap { $0.figures["vapourPressure"]?.value }.sorted()
      return pressures[pressures.count / 2]
    }
    #expect(median(.top) > 5 * median(.heart))
    #expect(median(.heart) > 5 * median(.base))
  }

  @Test func `Over 250 materials have a vapour pressure and an intensity curve`() {
    let known = catalogue.materials.count {
      $0.figures["vapourPressure"] != nil && $0.figures["intensityMax"] != nil
    }
    #expect(known >= 250)
  }

  @Test func `Every chemical has a weight, and all but musk ambrette a vapour pressure`() {
    let chemicals = catalogue.materials.filter { $0.kind == .chemical }
    #expect(chemicals.allSatisfy { $0.figures["molecularWeight"] != nil })
    let without = chemicals.filter { $0.figures["vapourPressure"] == nil }
    #expect(without.map(\.id.rawValue) == ["musk-ambrette"])
  }

  @Test func `Odour thresholds are given where there is no curve`() throws {
    // Phenol: 10^-2.25181 ppm of 94.11 g/mol in 24.465 L/mol.
    let phenol = try catalogue.find(material: "phenol").figures["odourThreshold"]
    #expect(phenol == SourcedValue(21.5, source: "abraham-2012"))
    let known = catalogue.materials.filter { $0.figures["odourThreshold"] != nil }
    #expect(known.count == 5)
    #expect(known.allSatisfy { $0.figures["intensityMax"] == nil })
  }

  @Test func `Weights and pressures are those of fragrant substances`() {
    for material in catalogue.materials {
      if let weight = material.figures["molecularWeight"]?.value {
        #expect((80...350).contains(weight), "\(material.id.rawValue)")
      }
      if let pressure = material.figures["vapourPressure"]?.value {
        #expect((0.000_03...13_000).contains(pressure), "\(material.id.rawValue)")
      }
    }
  }
}
