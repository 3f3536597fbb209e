import BriefLexicon
import Perfumery

extension Lexicon {
  /// The lexicon of the embedded word tables, with the names of the catalogue's notes and
  /// materials.
  ///
  /// A note is read as the families the word table gives it: what people mean by naming it. One the
  /// catalogue does not know is read as nothing else.
  ///
  /// - Throws: `LexiconError` when a table is malformed.
  static func builtIn(catalogue: Catalogue) throws(LexiconError) -> Lexicon {
    var lexicon = Lexicon()
    try lexicon.add(WordTable(name: "grammar", lexicon_grammar()), role: ())
    try lexicon.add(WordTable(name: "families", lexicon_families()), directness: .family)
    try lexicon.addNotes(WordTable(name: "notes", lexicon_notes()), catalogue: catalogue)
    try lexicon.add(WordTable(name: "images", lexicon_images()), directness: .image)
    try lexicon.add(WordTable(name: "moods", lexicon_moods()), directness: .mood)
    try lexicon.add(WordTable(name: "fields", lexicon_fields()), directness: .field)
    for row in try WordTable(name: "traps", lexicon_traps()).rows {
      for form in row.forms { lexicon.add(form) { $0.isTrap = true } }
    }
    for row in try WordTable(name: "particles", lexicon_particles()).rows {
      for form in row.columns.flatMap(WordTable.list) { lexicon.addParticle(form) }
    }
    lexicon.addNames(of: catalogue)
    return lexicon
  }

  private mutating func add(_ table: WordTable, role: Void) throws(LexiconError) {
    for row in table.rows {
      guard let role = Role(row.columns[0]) else { throw table.unknown(row, row.columns[0]) }
      for form in row.forms {
        add(form) { entry in
          switch role {
          case .filler: entry.isFiller = true
          case .suffix: entry.isSuffix = true
          default: entry.role = entry.role ?? role
          }
        }
      }
    }
  }

  private mutating func add(
    _ table: WordTable, directness: Directness
  ) throws(LexiconError) {
    for row in table.rows {
      let meanings = try table.meanings(row, row.columns[0])
      for form in row.forms {
        add(form) { entry in
          entry.directness = max(entry.directness, directness)
          for meaning in meanings { entry.add(meaning) }
        }
      }
    }
  }

  private mutating func addNotes(
    _ table: WordTable, catalogue: Catalogue
  ) throws(LexiconError) {
    for row in table.rows {
      let name = NoteName(rawValue: String(row.columns[0]))
      let ownFamilies = try table.meanings(row, row.columns[1])
      let isKnown = catalogue.note(name) != nil
      for form in row.forms {
        add(form) { entry in
          entry.directness = max(entry.directness, .note)
          if isKnown { entry.add(.note(name, 0.75)) }
          for meaning in ownFamilies { entry.add(meaning) }
        }
      }
    }
  }

  /// Names the catalogue gives its notes and materials, where the tables have no word for them yet.
  ///
  /// A name of one syllable (감, 진) is half of too many other words to be taken without its context.
  private mutating func addNames(of catalogue: Catalogue) {
    for note in catalogue.notes {
      for form in [note.english, note.korean] where form.count > 1 && !knows(form) {
        add(form[...]) { entry in
          entry.directness = .note
          entry.meanings = [.note(note.name, 0.75)] + Self.families(of: note.families)
        }
      }
    }
    for material in catalogue.materials where material.kind != .solvent {
      for form in [material.name, material.koreanName ?? ""] + material.synonyms
      where !knows(Self.head(of: form)) {
        add(Self.head(of: form)[...]) { entry in
          entry.directness = .note
          entry.meanings = [.material(material.id)] + Self.families(of: material.families)
        }
      }
    }
  }

  /// What a profile of the catalogue says as a word: its main families, traces left out.
  private static func families(of profile: FamilyVector) -> [Meaning] {
    Family.allCases.filter { profile[$0] >= 0.2 }.map { .family($0, min(0.95, profile[$0] / 0.6)) }
  }

  /// A material's name up to the first comma or parenthesis, which only tell grades apart.
  private static func head(of name: String) -> String {
    let head = name.prefix { $0 != "," && $0 != "(" }
    return String(head.last == " " ? head.dropLast() : head)
  }
}

extension WordTable {
  func unknown(_ row: Row, _ text: Substring) -> LexiconError {
    .unknown(table: name, line: row.line, text: String(text))
  }

  fileprivate func meanings(_ row: Row, _ cell: Substring) throws(LexiconError) -> [Meaning] {
    var meanings: [Meaning] = []
    for text in cell.split(separator: " ") {
      guard let meaning = Meaning(text) else { throw unknown(row, text) }
      meanings.append(meaning)
    }
    return meanings
  }
}
