internal import Perfumery

enum StandardType: String, Sendable { case restriction, prohibition, specification }

/// What the grade of a material means under a standard that tells grades apart.
enum GradeDecision: String, Sendable {
  /// The restriction or the specification holds.
  case applies

  /// The standard does not speak of this grade.
  case exempt
  case prohibited

  /// The grade is not stated, or not one the standard names: refused, never guessed.
  case unknown
}

/// Words of a grade and what they decide; of several rules the first that matches decides.
struct GradeRule: Sendable {
  var decision: GradeDecision

  /// Lower-case words; `*` matches every grade, a missing one too.
  var words: [String]
}

/// One IFRA Standard: the substances it speaks of and what it says in each category.
struct Standard: Sendable {
  var id: String
  var name: String

  /// The amendment of the standard itself, which may be older than the set it belongs to.
  var edition: StandardEdition
  var types: Set<StandardType>

  /// Whether the substance is prohibited as such while naturals may bring traces of it.
  var allowsTraces: Bool

  /// Registry numbers of its substances: the standard's own, then others of the same substances.
  var casNumbers: Set<String> = []

  /// Names of naturals it speaks of, for those that share their CAS number with others.
  var naturals: Set<String> = []

  /// In the order of `IFRACategory.allCases`; empty for a standard without limits.
  var limits: [CategoryLimit] = []
  var grades: [GradeRule] = []

  /// Whether any amount of the neat substance is a violation in every category.
  var prohibitsNeat: Bool {
    grades.isEmpty && types.contains(.prohibition) && (limits.isEmpty || allowsTraces)
  }

  /// Whether naturals that contain its substance are prohibited with it.
  var prohibitsConstituent: Bool {
    grades.isEmpty && types.contains(.prohibition) && limits.isEmpty
  }

  /// What the standard decides about a material that it names, taken as a whole.
  func decision(on material: Material) -> GradeDecision {
    if prohibitsNeat { return .prohibited }
    if grades.isEmpty { return .applies }
    return decision(byWordsOf: material.grade) ?? decision(byWordsOf: material.annexName)
      ?? grades.first { $0.words == ["*"] }?.decision ?? .unknown
  }

  private func decision(byWordsOf text: String?) -> GradeDecision? {
    guard let text else { return nil }
    let words = text.lowercased()
      .split { !($0.isLetter || $0.isNumber || $0 == "-") }
      .map(String.init)
    return grades.first { rule in rule.words.contains(where: words.contains) }?.decision
  }
}
