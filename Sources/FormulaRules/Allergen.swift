/// A substance or natural that Regulation (EU) 2023/1545 wants named on the label.
struct Allergen: Sendable {
  /// The name to print on the label.
  var label: String

  /// Entry of Annex III of Regulation (EC) 1223/2009.
  var entry: String
  var isNatural: Bool
  var casNumbers: Set<String>
  var leaveOnPercent: Double
  var rinseOffPercent: Double
}

/// An allergen that must be named on the label of the finished product.
package struct AllergenDeclaration: Sendable, Hashable {
  /// The name to print, such as `Limonene` or `Pogostemon Cablin Oil`.
  package let label: String

  /// Entry of Annex III of Regulation (EC) 1223/2009.
  package let annexEntry: String

  /// Of the finished product.
  package let percentInProduct: Double

  /// Above this much of the finished product it must be named: 0.001 left on, 0.01 rinsed off.
  package let thresholdPercent: Double

  /// The materials that bring it, most first.
  package let sources: [Contribution]
}
