/// The identity of a material: a short lower-case name such as `bergamot-oil-expressed`.
///
/// A CAS number is not an identity: several grades and even several naturals share one.
package struct MaterialID: RawRepresentable, Sendable, Hashable, Comparable {
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static func < (left: MaterialID, right: MaterialID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Where in the life of a perfume a material is smelled most.
package enum Note: String, CaseIterable, Sendable { case top, heart, base }

/// What a material is: one substance, a natural mixture, or a carrier without odour.
package enum MaterialKind: String, CaseIterable, Sendable { case chemical, natural, solvent }

/// A figure with the place it was found.
package struct SourcedValue: Sendable, Hashable {
  package var value: Double

  /// The `id` of a row of the source table.
  package var source: String

  package init(_ value: Double, source: String) {
    self.value = value
    self.source = source
  }
}

/// A chemical inside a natural, with its typical share.
package struct Constituent: Sendable, Hashable {
  /// A chemical of the catalogue.
  package var material: MaterialID

  /// Percent of the natural.
  package var percent: Double

  /// The `id` of a row of the source table.
  package var source: String

  package init(material: MaterialID, percent: Double, source: String) {
    self.material = material
    self.percent = percent
    self.source = source
  }
}

/// A perfumery material as the catalogue knows it.
///
/// Shares are percent of the concentrate. A figure the catalogue has no source for is nil, never a
/// guess; judged figures carry the source `judged`.
package struct Material: Sendable, Hashable, Identifiable {
  package var id: MaterialID
  package var name: String
  package var koreanName: String?

  /// Further names it goes by: trade names, abbreviations, chemical names.
  package var synonyms: [String]
  package var kind: MaterialKind

  /// Process or quality where it decides the law, such as `expressed` or `rectified`.
  package var grade: String?

  /// CAS numbers, the principal one first; never empty for chemicals and naturals.
  package var casNumbers: [String]

  /// Name of this natural in the table of constituent shares; nil for chemicals.
  package var annexName: String?

  package var note: Note

  /// Odour by family, summing to 1; zero for solvents. Judged, as is `note`.
  package var families: FamilyVector

  /// A usual share of the concentrate: the dose at which the material does its work.
  ///
  /// 0 for a chemical that is known as a constituent of naturals or as a line of formula files,
  /// and that nothing is composed with.
  package var usualPercent: SourcedValue

  /// The most of it that is composed with.
  package var highestPercent: SourcedValue

  /// Price of one kilogram in US dollars, in small retail quantities.
  package var dollarsPerKilogram: SourcedValue?

  /// Further sourced figures.
  ///
  /// `molecularWeight` (g/mol), `vapourPressure` (Pa at 25 °C), `logP`,
  /// `intensityMax`, `intensityC`, `intensityD` (Kao curve; c in µg per litre of air),
  /// `odourThreshold` (ng per litre of air).
  package var figures: [String: SourcedValue]

  /// What a natural typically consists of, the most first; the percentages sum to at most 100.
  ///
  /// For its odour only; legal limits go by the shares of IFRA's annex. Empty for chemicals.
  package var constituents: [Constituent]

  package init(
    id: MaterialID, name: String, koreanName: String? = nil, synonyms: [String] = [],
    kind: MaterialKind, grade: String? = nil, casNumbers: [String], annexName: String? = nil,
    note: Note,
    families: FamilyVector, usualPercent: SourcedValue, highestPercent: SourcedValue,
    dollarsPerKilogram: SourcedValue? = nil, figures: [String: SourcedValue] = [:],
    constituents: [Constituent] = []
  ) {
    self.id = id
    self.name = name
    self.koreanName = koreanName
    self.synonyms = synonyms
    self.kind = kind
    self.grade = grade
    self.casNumbers = casNumbers
    self.annexName = annexName
    self.note = note
    self.families = families
    self.usualPercent = usualPercent
    self.highestPercent = highestPercent
    self.dollarsPerKilogram = dollarsPerKilogram
    self.figures = figures
    self.constituents = constituents
  }

  /// The names under which figures are kept.
  package static let figureNames: Set<String> = [
    "molecularWeight", "vapourPressure", "logP", "intensityMax", "intensityC", "intensityD",
    "odourThreshold", "dollarsPerKilogram",
  ]

  /// Those of the figures that may be zero or negative; all others are above zero.
  package static let signedFigureNames: Set<String> = ["logP", "intensityC"]
}
