/// What can be wrong with the rules, with an amendment added to them or with their catalogue.
package enum RuleError: Error, Hashable {
  /// A material names a natural that the table of constituents does not have.
  case unknownNatural(material: String, natural: String)

  /// A category of product has no row in the table of products.
  case missingProduct(String)

  /// No such amendment is built in or added.
  case unknownAmendment(Int, known: [Int])

  /// An added amendment has a file that is none of the known ones.
  case unknownFile(String, allowed: [String])

  /// An added amendment has two files of one name.
  case repeatedFile(String)

  /// An added amendment lacks a file it must have.
  case missingFile(String)

  /// A file of an added amendment is larger than any such table can be.
  case fileTooLarge(String, byteCount: Int, allowed: Int)

  /// The file `amendments.tsv` of an added amendment does not have exactly one row.
  case amendmentCount(Int)
}

extension RuleError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownNatural(let material, let natural):
      "material \"\(material)\" names the natural \"\(natural)\", "
        + "which is not in the table of constituents"
    case .missingProduct(let code):
      "product \"\(code)\" is not in the table of products"
    case .unknownAmendment(let number, let known):
      "there is no IFRA Amendment \(number); "
        + "known are \(known.map(String.init).joined(separator: ", "))"
    case .unknownFile(let name, let allowed):
      "\"\(name)\" is no file of an amendment; those are \(allowed.joined(separator: ", "))"
    case .repeatedFile(let name):
      "the amendment has two files \"\(name)\""
    case .missingFile(let name):
      "the amendment has no file \"\(name)\""
    case .fileTooLarge(let name, let byteCount, let allowed):
      "\"\(name)\" has \(byteCount) bytes, more than \(allowed)"
    case .amendmentCount(let count):
      "amendments.tsv has \(count) rows instead of 1"
    }
  }
}
