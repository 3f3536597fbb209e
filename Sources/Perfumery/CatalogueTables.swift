internal import PerfumeryTables

/// The five tables a catalogue is made of, as text, and their reading.
///
/// Columns are named in each reading function; what the tables mean is told by `Material`,
/// `Constituent`, `ScentNote` and `Source`.
struct CatalogueTables {
  var materials: TableReader
  var compositions: TableReader
  var figures: TableReader
  var notes: TableReader
  var sources: TableReader

  static let materialColumns = [
    "id", "name", "synonyms", "koreanName", "kind", "grade", "cas", "annexName", "note",
    "families", "usualPercent", "usualSource", "highestPercent", "highestSource",
  ]
  static let compositionColumns = ["material", "constituent", "percent", "source"]
  static let figureColumns = ["material", "figure", "value", "source"]
  static let noteColumns = ["id", "english", "korean", "families", "materials"]
  static let sourceColumns = ["id", "citation"]

  /// The tables compiled into the program.
  static func embedded() throws(CatalogueError) -> CatalogueTables {
    CatalogueTables(
      materials: try TableReader(
        name: "materials", embedded: table_materials(), columns: materialColumns),
      compositions: try TableReader(
        name: "compositions", embedded: table_compositions(), columns: compositionColumns),
      figures: try TableReader(name: "figures", embedded: table_figures(), columns: figureColumns),
      notes: try TableReader(name: "notes", embedded: table_notes(), columns: noteColumns),
      sources: try TableReader(name: "sources", embedded: table_sources(), columns: sourceColumns))
  }

  /// The catalogue these tables describe.
  ///
  /// - Throws: `malformedTable` with the first row that breaks an invariant of `Catalogue`.
  func catalogue() throws(CatalogueError) -> Catalogue {
    let sources = try readSources()
    var materials = try readMaterials(sources: Set(sources.map(\.id)))
    try readCompositions(into: &materials, sources: Set(sources.map(\.id)))
    try readFigures(into: &materials, sources: Set(sources.map(\.id)))
    let notes = try readNotes(materials: materials)
    return Catalogue(materials: Array(materials.values), notes: notes, sources: sources)
  }

  private func readSources() throws(CatalogueError) -> [Source] {
    var seen: Set<String> = []
    var found: [Source] = []
    for row in sources.rows {
      let source = Source(id: try row.required("id"), citation: try row.required("citation"))
      guard seen.insert(source.id).inserted else {
        throw row.problem("a second source \"\(source.id)\"")
      }
      found.append(source)
    }
    return found
  }

  private func readMaterials(
    sources: Set<String>
  ) throws(CatalogueError) -> [MaterialID: Material] {
    var found: [MaterialID: Material] = [:]
    for row in materials.rows {
      let material = try readMaterial(row, sources: sources)
      guard found.updateValue(material, forKey: material.id) == nil else {
        throw row.problem("a second material \"\(material.id.rawValue)\"")
      }
    }
    return found
  }

  private func readMaterial(
    _ row: TableRow, sources: Set<String>
  ) throws(CatalogueError) -> Material {
    guard let kind = MaterialKind(rawValue: row["kind"]) else {
      throw row.problem("kind is \"\(row["kind"])\", not chemical, natural or solvent")
    }
    guard let note = Note(rawValue: row["note"]) else {
      throw row.problem("note is \"\(row["note"])\", not top, heart or base")
    }
    let cas = row.list("cas")
    guard !cas.isEmpty else { throw row.problem("cas is empty") }
    for number in cas where !CASNumber.isValid(number) {
      throw row.problem("\"\(number)\" is not a CAS number")
    }
    let usual = try dose("usual", of: row, sources: sources)
    let highest = try dose("highest", of: row, sources: sources)
    guard highest.value > 0 else { throw row.problem("highestPercent is 0.0, not above 0") }
    guard usual.value <= highest.value else {
      throw row.problem("usualPercent \(usual.value) is above highestPercent \(highest.value)")
    }
    return Material(
      id: try identifier(row), name: try row.required("name"),
      koreanName: row.optional("koreanName"), synonyms: row.list("synonyms"), kind: kind,
      grade: row.optional("grade"), casNumbers: cas, annexName: row.optional("annexName"),
      note: note, families: try families(of: row, total: kind == .solvent ? 0 : 1),
      usualPercent: usual, highestPercent: highest)
  }

  /// The `id` cell: lower-case letters, digits and hyphens.
  private func identifier(_ row: TableRow) throws(CatalogueError) -> MaterialID {
    let id = try row.required("id")
    let allowed = id.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard allowed else { throw row.problem("id is \"\(id)\", not lower-case words with hyphens") }
    return MaterialID(rawValue: id)
  }

  private func dose(
    _ which: String, of row: TableRow, sources: Set<String>
  ) throws(CatalogueError) -> SourcedValue {
    let value = try row.number("\(which)Percent")
    guard (0...100).contains(value) else {
      throw row.problem("\(which)Percent is \(value), not from 0 to 100")
    }
    return SourcedValue(value, source: try source("\(which)Source", of: row, sources: sources))
  }

  private func source(
    _ column: String, of row: TableRow, sources: Set<String>
  ) throws(CatalogueError) -> String {
    let source = try row.required(column)
    guard sources.contains(source) else { throw row.problem("no source \"\(source)\"") }
    return source
  }

  /// The `families` cell, written `citrus:0.7 floral:0.3`, which must sum to `total`.
  private func families(
    of row: TableRow, total: Double
  ) throws(CatalogueError) -> FamilyVector {
    var vector = FamilyVector.zero
    for entry in row.list("families", separator: " ") {
      let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let family = Family(rawValue: String(parts[0])),
        let weight = Double(parts[1]), weight > 0, weight <= 1, vector[family] == 0
      else { throw row.problem("families has \"\(entry)\", not a family with a share up to 1") }
      vector[family] = weight
    }
    guard abs(vector.total - total) < 1e-9 else {
      throw row.problem("families sum to \(vector.total) instead of \(total)")
    }
    return vector
  }

  private func readCompositions(
    into materials: inout [MaterialID: Material], sources: Set<String>
  ) throws(CatalogueError) {
    for row in compositions.rows {
      let id = try known(.natural, "material", of: row, in: materials)
      let constituent = Constituent(
        material: try known(.chemical, "constituent", of: row, in: materials),
        percent: try row.number("percent"),
        source: try source("source", of: row, sources: sources))
      guard constituent.percent > 0 else {
        throw row.problem("percent is \(constituent.percent), not above 0")
      }
      let others = materials[id]?.constituents ?? []
      guard !others.contains(where: { $0.material == constituent.material }) else {
        throw row.problem("a second \"\(constituent.material.rawValue)\" of \"\(id.rawValue)\"")
      }
      // 1e-9 absorbs the binary error of decimal shares that sum to 100 exactly.
      guard others.reduce(constituent.percent, { $0 + $1.percent }) <= 100 + 1e-9 else {
        throw row.problem("the constituents of \"\(id.rawValue)\" sum to more than 100 percent")
      }
      materials[id]?.constituents.append(constituent)
    }
  }

  /// The cell as the id of a material of this kind.
  private func known(
    _ kind: MaterialKind, _ column: String, of row: TableRow, in materials: [MaterialID: Material]
  ) throws(CatalogueError) -> MaterialID {
    let id = MaterialID(rawValue: try row.required(column))
    guard let material = materials[id] else { throw row.problem("no material \"\(id.rawValue)\"") }
    guard material.kind == kind else {
      throw row.problem(
        "\(column) \"\(id.rawValue)\" is a \(material.kind.rawValue), not a \(kind.rawValue)")
    }
    return id
  }

  private func readFigures(
    into materials: inout [MaterialID: Material], sources: Set<String>
  ) throws(CatalogueError) {
    for row in figures.rows {
      let id = MaterialID(rawValue: try row.required("material"))
      let figure = try row.required("figure")
      guard materials[id] != nil else { throw row.problem("no material \"\(id.rawValue)\"") }
      let value = SourcedValue(
        try row.number("value"), source: try source("source", of: row, sources: sources))
      guard Material.figureNames.contains(figure) else {
        throw row.problem("no figure is called \"\(figure)\"")
      }
      guard Material.signedFigureNames.contains(figure) || value.value > 0 else {
        throw row.problem("\(figure) is \(value.value), not above 0")
      }
      let before: SourcedValue?
      if figure == "dollarsPerKilogram" {
        before = materials[id]?.dollarsPerKilogram
        materials[id]?.dollarsPerKilogram = value
      } else {
        before = materials[id]?.figures.updateValue(value, forKey: figure)
      }
      guard before == nil else {
        throw row.problem("a second \(figure) of \"\(id.rawValue)\"")
      }
    }
  }

  private func readNotes(
    materials: [MaterialID: Material]
  ) throws(CatalogueError) -> [ScentNote] {
    var seen: Set<NoteName> = []
    var found: [ScentNote] = []
    for row in notes.rows {
      let note = ScentNote(
        name: NoteName(rawValue: try row.required("id")), english: try row.required("english"),
        korean: try row.required("korean"), families: try families(of: row, total: 1),
        materials: row.list("materials", separator: " ").map { MaterialID(rawValue: $0) })
      for material in note.materials where materials[material] == nil {
        throw row.problem("no material \"\(material.rawValue)\"")
      }
      guard Set(note.materials).count == note.materials.count else {
        throw row.problem("a material is named twice")
      }
      guard seen.insert(note.name).inserted else {
        throw row.problem("a second note \"\(note.name.rawValue)\"")
      }
      found.append(note)
    }
    return found
  }
}
