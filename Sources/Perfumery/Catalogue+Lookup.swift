internal import Spelling

extension Catalogue {
  /// The material a line of a formula file means.
  ///
  /// The id decides when it is given; else the CAS numbers with the grade, where the name settles
  /// what several materials share; else the name with the grade. A CAS number nobody carries is
  /// passed over when there is a name. Comparison is by `plainName`.
  ///
  /// - Parameter grade: such as `expressed`; a material without a grade answers to any grade.
  /// - Throws: `unknownMaterial` with the nearest name, `ambiguousMaterial` with the candidates,
  ///   `unknownGrade`, `invalidCAS`, `contradiction` when name and CAS numbers mean different
  ///   materials, or `nothingAsked`.
  package func find(
    material id: String? = nil, cas: [String] = [], grade: String? = nil, name: String? = nil
  ) throws(CatalogueError) -> Material {
    if let id {
      if let found = material(MaterialID(rawValue: id)) { return found }
      let id = Self.shortened(id)
      throw .unknownMaterial(asked: id, nearest: materials.map(\.id.rawValue).nearest(to: id))
    }
    for number in cas where !CASNumber.isValid(number) {
      throw .invalidCAS(Self.shortened(number))
    }
    let named = name.map { placesByName[Self.plainName($0)] ?? [] } ?? []
    let registered = Set(cas.flatMap { placesByCAS[$0] ?? [] }).sorted()
    if !registered.isEmpty {
      let both = registered.filter(named.contains)
      if let name, !named.isEmpty, both.isEmpty {
        throw .contradiction(
          name: name, named: ids(named), cas: cas, registered: ids(registered))
      }
      let asked = Self.shortened(cas.joined(separator: ", "))
      let graded = try filter(registered, grade: grade, asked: asked)
      if let only = single(graded) { return only }
      if let only = single(graded.filter(named.contains)) { return only }
      throw .ambiguousMaterial(asked: asked, candidates: graded.map { materials[$0].id.rawValue })
    }
    guard let asked = (name ?? cas.first).map(Self.shortened) else { throw .nothingAsked }
    guard !named.isEmpty else {
      throw .unknownMaterial(asked: asked, nearest: nearestMaterial(toName: asked)?.name)
    }
    let graded = try filter(named, grade: grade, asked: asked)
    if let only = single(graded) { return only }
    throw .ambiguousMaterial(asked: asked, candidates: graded.map { materials[$0].id.rawValue })
  }

  /// The materials whose id, name, synonym or Korean name this is, in the order of their ids.
  package func materials(named name: String) -> [Material] {
    (placesByName[Self.plainName(name)] ?? []).map { materials[$0] }
  }

  /// The materials that carry a CAS number, in the order of their ids.
  package func materials(cas number: String) -> [Material] {
    (placesByCAS[number] ?? []).map { materials[$0] }
  }

  /// The material one of whose names is spelled most like this, if one is near enough to be meant.
  ///
  /// Only the first 80 characters are compared.
  package func nearestMaterial(toName name: String) -> Material? {
    guard let nearest = placesByName.keys.nearest(to: Self.plainName(Self.shortened(name))),
      let place = placesByName[nearest]?.first
    else { return nil }
    return materials[place]
  }

  /// The note with this name, English name or Korean name, in any case.
  package func note(named name: String) -> ScentNote? {
    let wanted = Self.plainName(name)
    return notes.first { note in
      [note.name.rawValue, note.english, note.korean].contains { Self.plainName($0) == wanted }
    }
  }

  /// A name as it is compared: lower case, Greek letters in words, anything else but letters and
  /// digits as single spaces.
  package static func plainName(_ name: String) -> String {
    var words: [String] = []
    var word = ""
    for character in name.lowercased() {
      if let greek = greekLetters[character] {
        word += greek
      } else if character.isLetter || character.isNumber {
        word.append(character)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words.joined(separator: " ")
  }

  /// At most the first 80 characters, so that what a file holds can neither flood an error nor
  /// slow the search for the nearest name.
  private static func shortened(_ text: String) -> String {
    text.prefix(81).count <= 80 ? text : text.prefix(79) + "…"
  }

  private static let greekLetters: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta",
  ]

  /// The places whose material has the grade or none; all of them when no grade is asked for.
  private func filter(
    _ places: [Int], grade: String?, asked: String
  ) throws(CatalogueError) -> [Int] {
    guard let grade, !Self.plainName(grade).isEmpty else { return places }
    let wanted = Self.plainName(grade)
    let exact = places.filter { materials[$0].grade.map(Self.plainName) == wanted }
    if !exact.isEmpty { return exact }
    let ungraded = places.filter { materials[$0].grade == nil }
    if !ungraded.isEmpty { return ungraded }
    throw .unknownGrade(
      asked: asked, grade: Self.shortened(grade),
      allowed: Set(places.compactMap { materials[$0].grade }).sorted())
  }

  private func single(_ places: [Int]) -> Material? {
    places.count == 1 ? materials[places[0]] : nil
  }

  private func ids(_ places: [Int]) -> String {
    places.map { materials[$0].id.rawValue }.joined(separator: " or ")
  }
}
