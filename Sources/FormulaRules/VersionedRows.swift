internal import Perfumery
internal import PerfumeryTables

/// The tables that later amendments change, an added amendment's rows after the built-in ones.
///
/// The first column of such a table is the set a row came with. Of the rows on one standard or
/// natural those of the latest set that is not after the wanted one hold, so an amendment is only
/// the rows it changes.
struct VersionedRows {
  /// The texts of an added amendment by the name of their table.
  private let added: [String: String]

  /// All amendments, in the order of their numbers.
  let amendments: [Amendment]

  /// The amendment that is wanted.
  let edition: Amendment

  /// Rows of one standard or natural.
  struct Group {
    var key: String
    var set: Int
    var rows: [TableRow]
  }

  /// - Throws: `RuleError` for files that are no amendment or for an unknown amendment,
  ///   `CatalogueError.malformedTable` for a row that breaks the form.
  init(adding files: [AmendmentFile], amendment: Int?) throws {
    var texts: [String: String] = [:]
    for file in files {
      guard AmendmentFile.names.contains(file.name) else {
        throw RuleError.unknownFile(file.name, allowed: AmendmentFile.names)
      }
      guard file.text.utf8.count <= AmendmentFile.highestByteCount else {
        throw RuleError.fileTooLarge(
          file.name, byteCount: file.text.utf8.count, allowed: AmendmentFile.highestByteCount)
      }
      guard texts.updateValue(file.text, forKey: String(file.name.dropLast(4))) == nil else {
        throw RuleError.repeatedFile(file.name)
      }
    }
    added = texts
    amendments = try Self.readAmendments(added: texts["amendments"], expected: !files.isEmpty)
    let latest = amendments.last?.number ?? 0
    guard let edition = amendments.first(where: { $0.number == amendment ?? latest }) else {
      throw RuleError.unknownAmendment(amendment ?? 0, known: amendments.map(\.number))
    }
    self.edition = edition
  }

  /// The rows of a table that hold under the edition, by the key's first appearance.
  ///
  /// - Throws: `malformedTable` when a table or a row's set is wrong.
  func groups(
    _ name: String, _ embedded: embedded_table, columns: [String], by key: String
  ) throws(CatalogueError) -> [Group] {
    var groups: [Group] = []
    var places: [String: Int] = [:]
    for row in try rows(name, embedded, columns: columns) {
      let set = try row.whole("set", 1...9999)
      guard set <= edition.number else { continue }
      let value = try row.required(key)
      guard let place = places[value] else {
        places[value] = groups.count
        groups.append(Group(key: value, set: set, rows: [row]))
        continue
      }
      if set > groups[place].set {
        groups[place] = Group(key: value, set: set, rows: [row])
      } else if set == groups[place].set {
        groups[place].rows.append(row)
      }
    }
    return groups
  }

  private func rows(
    _ name: String, _ embedded: embedded_table, columns: [String]
  ) throws(CatalogueError) -> [TableRow] {
    var rows = try TableReader(name: name, embedded: embedded, columns: columns).rows
    guard let text = added[name], let number = amendments.last?.number else { return rows }
    for row in try TableReader(name: name + ".tsv", text: text, columns: columns).rows {
      guard row["set"] == String(number) else {
        throw row.problem("set is \"\(row["set"])\", not \(number) as in amendments.tsv")
      }
      for column in columns where row[column].utf8.count > 1000 {
        throw row.problem("\(column) has more than 1000 bytes")
      }
      rows.append(row)
    }
    return rows
  }

  private static func readAmendments(added: String?, expected: Bool) throws -> [Amendment] {
    let columns = ["number", "notified", "newCreations", "existingCreations", "source"]
    var rows = try TableReader(
      name: "amendments", embedded: table_amendments(), columns: columns
    ).rows
    if expected {
      guard let added else { throw RuleError.missingFile("amendments.tsv") }
      let further = try TableReader(name: "amendments.tsv", text: added, columns: columns).rows
      guard further.count == 1 else {
        throw RuleError.amendmentCount(further.count)
      }
      rows += further
    }
    var found: [Amendment] = []
    for row in rows {
      let number = try row.whole("number", ((found.last?.number ?? 0) + 1)...9999)
      found.append(
        Amendment(
          number: number, notified: try row.date("notified"),
          newCreationsFrom: try row.date("newCreations"),
          existingCreationsFrom: try row.date("existingCreations"),
          source: try row.required("source")))
    }
    return found
  }
}

extension TableRow {
  /// The cell as a whole number in a range.
  ///
  /// - Throws: `malformedTable` when it is none.
  func whole(_ column: String, _ range: ClosedRange<Int>) throws(CatalogueError) -> Int {
    guard let value = Int(self[column]), range.contains(value) else {
      throw problem(
        "\(column) is \"\(self[column])\", not a whole number from \(range.lowerBound) "
          + "to \(range.upperBound)")
    }
    return value
  }

  /// The cell as a percentage.
  ///
  /// - Throws: `malformedTable` when it is not a number from 0 to 100.
  func percent(_ column: String) throws(CatalogueError) -> Double {
    let value = try number(column)
    guard (0...100).contains(value) else { throw problem("\(column) is \(value), not 0 to 100") }
    return value
  }

  /// The cell as a registry number.
  ///
  /// - Throws: `malformedTable` when its form or its check digit is wrong.
  func registryNumber(_ column: String) throws(CatalogueError) -> String {
    guard CASNumber.isValid(self[column]) else {
      throw problem("\(column) is \"\(self[column])\", not a CAS number")
    }
    return self[column]
  }

  /// The cell as a day `YYYY-MM-DD`.
  ///
  /// - Throws: `malformedTable` when it is none.
  func date(_ column: String) throws(CatalogueError) -> String {
    let parts = self[column].split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard parts.map(\.utf8.count) == [4, 2, 2], numbers.count == 3, numbers[0] > 0,
      (1...12).contains(numbers[1]), (1...31).contains(numbers[2])
    else { throw problem("\(column) is \"\(self[column])\", not a date YYYY-MM-DD") }
    return self[column]
  }

  /// The cell as a day `YYYY-MM-DD` or a month `YYYY-MM`; nil when it is empty.
  ///
  /// - Throws: `malformedTable` when it is neither.
  func optionalDate(_ column: String) throws(CatalogueError) -> String? {
    guard let text = optional(column) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    if parts.map(\.utf8.count) == [4, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      year > 0, (1...12).contains(month)
    {
      return text
    }
    return try date(column)
  }
}
