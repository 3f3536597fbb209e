/// The place a figure of the catalogue was found.
package struct Source: Sendable, Hashable {
  package var id: String

  /// Author, work, table or repository and revision, in one line.
  package var citation: String

  package init(id: String, citation: String) {
    self.id = id
    self.citation = citation
  }
}

/// The materials and notes the program can work with.
///
/// Invariant: every material and source named by a row exists, ids are unique, family weights sum
/// to 1 (0 for solvents), `usualPercent` is at most `highestPercent`.
package struct Catalogue: Sendable {
  /// In the order of their ids.
  package let materials: [Material]

  /// In the order of their names.
  package let notes: [ScentNote]
  package let sources: [String: Source]

  private let materialIndex: [MaterialID: Int]
  private let noteIndex: [NoteName: Int]

  /// Places in `materials`, ascending, by the plain form of each name, synonym and Korean name.
  let placesByName: [String: [Int]]

  /// Places in `materials`, ascending, by CAS number.
  let placesByCAS: [String: [Int]]

  /// - Precondition: ids and names are unique.
  package init(materials: [Material], notes: [ScentNote], sources: [Source]) {
    self.materials = materials.sorted { $0.id < $1.id }
    self.notes = notes.sorted { $0.name < $1.name }
    self.sources = Dictionary(uniqueKeysWithValues: sources.map { ($0.id, $0) })
    materialIndex = Dictionary(
      uniqueKeysWithValues: self.materials.enumerated().map { ($1.id, $0) })
    noteIndex = Dictionary(uniqueKeysWithValues: self.notes.enumerated().map { ($1.name, $0) })
    var byName: [String: [Int]] = [:]
    var byCAS: [String: [Int]] = [:]
    for (place, material) in self.materials.enumerated() {
      let names = [material.id.rawValue, material.name] + material.synonyms
      for name in Set((names + [material.koreanName ?? ""]).map(Self.plainName)) {
        byName[name, default: []].append(place)
      }
      for number in Set(material.casNumbers) { byCAS[number, default: []].append(place) }
    }
    byName[""] = nil
    placesByName = byName
    placesByCAS = byCAS
  }

  /// The catalogue compiled into the program; its tables are read once in a process.
  ///
  /// - Throws: `malformedTable` when a table breaks an invariant.
  package static func builtIn() throws(CatalogueError) -> Catalogue {
    try embedded.get()
  }

  private static let embedded = Result<Catalogue, CatalogueError> { () throws(CatalogueError) in
    try CatalogueTables.embedded().catalogue()
  }

  /// The material of this id, if there is one.
  package func material(_ id: MaterialID) -> Material? {
    materialIndex[id].map { materials[$0] }
  }

  /// The note of this name, if there is one.
  package func note(_ name: NoteName) -> ScentNote? {
    noteIndex[name].map { notes[$0] }
  }
}
