/// A note people name in briefs, with what it means in families and in materials of the catalogue.
package struct ScentNote: Sendable, Hashable {
  package var name: NoteName
  package var english: String
  package var korean: String

  /// Odour by family, summing to 1.
  package var families: FamilyVector

  /// Materials that give this note, the most characteristic first. May be empty: the note is then
  /// only rendered through its families.
  package var materials: [MaterialID]

  package init(
    name: NoteName, english: String, korean: String, families: FamilyVector,
    materials: [MaterialID]
  ) {
    self.name = name
    self.english = english
    self.korean = korean
    self.families = families
    self.materials = materials
  }
}
