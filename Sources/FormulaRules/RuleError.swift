/// What can be wrong when the rules are joined with a catalogue.
package enum RuleError: Error, Hashable {
  /// A material names a natural that the table of constituents does not have.
  case unknownNatural(material: String, natural: String)

  /// The standards of a sum of fractions limit it differently, so the sum has no single weights.
  case unequalFractions(sum: String, category: String)

  /// A category of product has no row in the table of products.
  case missingProduct(String)
}

extension RuleError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownNatural(let material, let natural):
      "material \"\(material)\" names the natural \"\(natural)\", "
        + "which is not in the table of constituents"
    case .unequalFractions(let sum, let category):
      "the members of the sum \"\(sum)\" are not limited alike in category \(category)"
    case .missingProduct(let code):
      "product \"\(code)\" is not in the table of products"
    }
  }
}
