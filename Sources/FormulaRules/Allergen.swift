/// A substance or natural that Regulation (EU) 2023/1545 wants named on the label.
struct Allergen: Sendable {
  /// The name to print on the label in the EU.
  var label: String

  /// Whether the EU wants it named; false for those that it prohibits altogether.
  var isDeclared: Bool
  var casNumbers: Set<String>
}

/// A name that a market wants on the label.
struct LabelName: Sendable {
  var label: String

  /// Its entry or number in the market's list.
  var number: String

  /// The position of the allergen whose substances it names.
  var allergen: Int
  var leaveOnPercent: Double
  var rinseOffPercent: Double
}

/// The law that decides what a label has to name.
package enum LabelMarket: String, CaseIterable, Sendable {
  /// Regulation (EU) 2023/1545: 81 names, above 0.001 % left on and 0.01 % rinsed off.
  case eu = "EU"

  /// The notice of the Ministry of Food and Drug Safety: 25 Korean names since 1 January 2020.
  case korea = "KR"
}

/// An allergen that must be named on the label of the finished product.
package struct AllergenDeclaration: Sendable, Hashable {
  /// The name to print, such as `Limonene` or `Pogostemon Cablin Oil`, in Korea `리모넨`.
  package let label: String

  /// The English name of the ingredient, which is the label in the EU.
  package let englishName: String

  /// Entry of Annex III of Regulation (EC) 1223/2009, or the number in Korea's list.
  package let annexEntry: String

  /// Of the finished product.
  package let percentInProduct: Double

  /// Above this much of the finished product it must be named: 0.001 left on, 0.01 rinsed off.
  package let thresholdPercent: Double

  /// The materials that bring it, most first.
  package let sources: [Contribution]
}
