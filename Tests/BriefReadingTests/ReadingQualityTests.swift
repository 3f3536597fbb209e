import Glibc
import Perfumery
import Testing

@testable import BriefReading

/// How well families are read from descriptions, beside a matcher that only looks for names.
///
/// The figures are printed with `BRIEF_READING_FIGURES=1 swift test --filter ReadingQualityTests`.
@Suite struct ReadingQualityTests {
  /// Right, wrong and missed families over a set of briefs.
  private struct Score {
    var right: [Family: Double] = [:]
    var wrong: [Family: Double] = [:]
    var missed: [Family: Double] = [:]

    mutating func count(_ found: Set<Family>, against expected: Set<Family>) {
      for family in Family.allCases {
        switch (found.contains(family), expected.contains(family)) {
        case (true, true): right[family, default: 0] += 1
        case (true, false): wrong[family, default: 0] += 1
        case (false, true): missed[family, default: 0] += 1
        case (false, false): break
        }
      }
    }

    /// F1 over all decisions together.
    var micro: Double {
      let rights = Family.allCases.reduce(0) { $0 + right[$1, default: 0] }
      let others = Family.allCases.reduce(0) { $0 + wrong[$1, default: 0] + missed[$1, default: 0] }
      return 2 * rights / max(1, 2 * rights + others)
    }

    /// Mean of the F1 of each family that occurs.
    var macro: Double {
      let scores = Family.allCases.compactMap { family -> Double? in
        let rights = right[family, default: 0]
        let others = wrong[family, default: 0] + missed[family, default: 0]
        return rights + others > 0 ? 2 * rights / (2 * rights + others) : nil
      }
      return scores.reduce(0, +) / Double(max(1, scores.count))
    }
  }

  /// Families whose name, or the name of one of whose notes, stands in the text.
  private static func namedFamilies(in text: String, _ catalogue: Catalogue) -> Set<Family> {
    let text = text.lowercased()
    var families = Set(Family.allCases.filter { text.contains($0.rawValue) })
    for note in catalogue.notes {
      let names = [note.english.lowercased(), note.korean].filter { $0.count > 1 }
      guard names.contains(where: { text.contains($0) }) else { continue }
      families.formUnion(Family.allCases.filter { note.families[$0] >= 0.3 })
    }
    return families
  }

  @Test(arguments: [
    ("labelled first", DescriptiveBrief.all), ("held out", DescriptiveBrief.heldOut),
  ])
  func `Descriptions are read better than by looking for names`(
    _ name: String, _ briefs: [DescriptiveBrief]
  ) throws {
    let catalogue = try Catalogue.builtIn()
    var reader = Score()
    var matcher = Score()
    for brief in briefs {
      let families = try SharedReader.read(brief.text).families.filter { $0.value.value > 0 }
      reader.count(Set(families.keys), against: brief.families)
      matcher.count(Self.namedFamilies(in: brief.text, catalogue), against: brief.families)
    }
    #expect(reader.micro > 0.75 && reader.macro > 0.7)
    #expect(reader.micro > matcher.micro + 0.1)
    guard getenv("BRIEF_READING_FIGURES") != nil else { return }
    let figures = """
      \(name), \(briefs.count) briefs: reader micro \(reader.micro) macro \(reader.macro); \
      name matcher micro \(matcher.micro) macro \(matcher.macro)

      """
    _ = figures.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }
}
