import Perfumery

/// The odour a brief asks for, as shares of the seventeen families.
struct BriefTarget: Sendable, Equatable {
  /// Sums to 1.
  var profile: FamilyVector

  /// Ruled out by a value of 0 or by name, in the order of the families.
  let ruledOut: [Family]

  /// The brief named no family, note or material to go by.
  let isDefault: Bool

  /// A quiet floral wood with a fresh top: what is composed when a brief leaves the odour open.
  private static let openBrief = FamilyVector([
    .citrus: 0.2, .floral: 0.35, .woody: 0.25, .musk: 0.2,
  ])

  /// Weight a wanted family has at least, and a wanted note or material gets through its families.
  private static let wantedWeight = 0.6

  /// Families win over notes only by being larger: a reader may have merged its notes already, and
  /// a sum would count them twice.
  init(_ brief: Brief, catalogue: Catalogue) {
    var ruledOut: [Family] = []
    for family in Family.allCases {
      let isForbidden = brief.forbidden.contains { $0.value == .family(family) }
      if isForbidden || brief.families[family]?.value == 0 { ruledOut.append(family) }
    }
    var weights = FamilyVector()
    for family in Family.allCases {
      weights[family] = max(0, brief.families[family]?.value ?? 0)
    }
    for name in brief.notes.keys.sorted() {
      let isForbidden = brief.forbidden.contains { $0.value == .note(name) }
      guard !isForbidden, let note = catalogue.note(name), let weight = brief.notes[name]?.value
      else { continue }
      weights.raise(to: note.families * max(0, weight))
    }
    for wanted in brief.wanted {
      switch wanted.value {
      case .family(let family): weights[family] = max(weights[family], Self.wantedWeight)
      case .note(let name):
        if let note = catalogue.note(name) { weights.raise(to: note.families * Self.wantedWeight) }
      case .material(let id):
        if let material = catalogue.material(id) {
          weights.raise(to: material.families * Self.wantedWeight)
        }
      }
    }
    for family in ruledOut { weights[family] = 0 }
    isDefault = !(weights.total > 0)
    if isDefault {
      weights = Self.openBrief
      for family in ruledOut { weights[family] = 0 }
      // Everything of the open brief ruled out: whatever is left, evenly.
      if weights.total == 0 {
        for family in Family.allCases where !ruledOut.contains(family) { weights[family] = 1 }
      }
    }
    self.ruledOut = ruledOut
    profile = weights.normalised
  }
}

extension FamilyVector {
  /// Raises every family to at least its value in `other`.
  mutating func raise(to other: FamilyVector) {
    for family in Family.allCases { self[family] = max(self[family], other[family]) }
  }
}
