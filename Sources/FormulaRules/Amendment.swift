/// An amendment of the IFRA Standards: the set of standards that a formula is judged under.
///
/// Dates are `YYYY-MM-DD`.
package struct Amendment: Sendable, Hashable {
  /// The number of the amendment, such as 51.
  package let number: Int

  /// The day it was notified.
  package let notified: String

  /// The day from which new creations have to meet it.
  package let newCreationsFrom: String

  /// The day from which existing creations have to meet it.
  package let existingCreationsFrom: String

  /// The `id` of a row of the rules' source table, or the user's own words for an added amendment.
  package let source: String
}

/// One file of an amendment that is added to the built-in ones.
///
/// A folder of an amendment has `amendments.tsv` with its one row and any of `standards.tsv`,
/// `standard_cas.tsv`, `limits.tsv` and `contributions.tsv`, all with the columns of the built-in
/// tables. It holds the changed rows only, each with the amendment's number in the column `set`:
/// a standard's rows replace its earlier ones, a natural's constituents likewise, and a standard of
/// type `withdrawn` is gone.
package struct AmendmentFile: Sendable, Hashable {
  /// The file's name without its folder, such as `limits.tsv`; it stands in errors.
  package let name: String
  package let text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The files an amendment can have; the first one it must have.
  package static let names = [
    "amendments.tsv", "standards.tsv", "standard_cas.tsv", "limits.tsv", "contributions.tsv",
  ]

  /// The most bytes one file may have: twenty times the built-in tables.
  package static let highestByteCount = 4_194_304
}

/// The edition of one standard, which may be older than the amendment it belongs to.
package struct StandardEdition: Sendable, Hashable {
  /// The amendment that last changed the standard, such as `49`.
  package let amendment: String

  /// The year of that change.
  package let year: String

  /// From when new creations have to meet it, `YYYY-MM-DD`; nil where the standards give no date.
  package let newCreationsFrom: String?

  /// From when existing creations have to meet it, `YYYY-MM-DD` or `YYYY-MM`; nil without a date.
  package let existingCreationsFrom: String?
}
