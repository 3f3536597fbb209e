/// How the text around a form of the lexicon takes it.
struct Stance {
  enum Denial: Int, Comparable {
    case none

    /// Less of it is wished: "not too sweet", 덜 달게, 시트러스보다는.
    case soft

    /// It is ruled out.
    case hard

    static func < (left: Denial, right: Denial) -> Bool { left.rawValue < right.rawValue }
  }

  var denial = Denial.none

  /// Factor on the weight of the form's meanings.
  var emphasis = 1.0

  /// Whether the brief insists on it.
  var isDemanded = false

  /// Part of a longer phrase that was ruled out, such as the "sweet" of "no sweet vanilla".
  var isAbsorbed = false

  /// Folded scalars from the form to the words that took it this way.
  var span: Range<Int>

  /// Whether a hedge or boost spoke of this form, and so not of the perfume as a whole.
  var isModifier = false

  mutating func deny(_ denial: Denial, because range: Range<Int>) {
    self.denial = max(self.denial, denial)
    span = min(span.lowerBound, range.lowerBound)..<max(span.upperBound, range.upperBound)
  }
}
