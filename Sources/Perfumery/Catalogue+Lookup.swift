internal import Spelling

extension Catalogue {
  /// The material a line of a formula file means.
  ///
  /// The id decides when it is given; else the CAS numbers with the grade, where the name settles
  /// what several materials share, and without a name and a grade the material that has no grade;
  /// else the name with the grade. A CAS number nobody carries is passed over when there is a name.
  /// Comparison is by `plainName`.
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
    let named = name.map(places(named:)) ?? []
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
      if grade == nil, let only = single(graded.filter { materials[$0].grade == nil }) {
        return only
      }
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
  ///
  /// `Florol (Florosa)` and `Florol/Florosa` mean the material that goes by both names; a remark
  /// such as `(in phenylethyl alcohol)` is passed over.
  package func materials(named name: String) -> [Material] {
    places(named: name).map { materials[$0] }
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

  /// A name as it is compared: lower-case letters and digits alone, without accents.
  ///
  /// Greek letters are spelled out, so that `β-Ionone`, `Beta Ionone` and `betaionone` are the
  /// same; so are a few words that come in two spellings, such as `abs.` and `absolute`.
  package static func plainName(_ name: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.map { word in
      wordSpellings[String(word)] ?? word.reduce(into: "") { $0 += letterSpellings[$1] ?? "\($1)" }
    }.joined()
  }

  /// At most the first 80 characters, so that what a file holds can neither flood an error nor
  /// slow the search for the nearest name.
  private static func shortened(_ text: String) -> String {
    text.prefix(81).count <= 80 ? text : text.prefix(79) + "…"
  }

  private static let letterSpellings: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "à": "a", "á": "a", "â": "a", "ä": "a",
    "ã": "a", "å": "a", "ç": "c", "è": "e", "é": "e", "ê": "e", "ë": "e", "ì": "i", "í": "i",
    "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o", "ô": "o", "ö": "o", "õ": "o", "ù": "u",
    "ú": "u", "û": "u", "ü": "u", "œ": "oe", "ß": "ss",
  ]

  private static let wordSpellings = [
    "abs": "absolute", "res": "resinoid", "jasmin": "jasmine", "vetivert": "vetiver",
    "narcisse": "narcissus",
  ]

  /// The places of the materials that go by a name, or by every name it is made of.
  private func places(named name: String) -> [Int] {
    if let places = placesByName[Self.plainName(name)] { return places }
    let parts = Self.shortened(name).split { "()/".contains($0) }
      .filter { !Self.plainName(String($0)).isEmpty && !$0.hasPrefix("in ") }
    let shared = parts.map { Set(placesByName[Self.plainName(String($0))] ?? []) }
    return shared.dropFirst().reduce(shared.first ?? []) { $0.intersection($1) }.sorted()
  }

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
