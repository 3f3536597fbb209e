internal import Perfumery
internal import PerfumeryTables

extension RuleTables {
  /// Reads the standards with their CAS numbers, limits, grades, sums and specifications.
  mutating func readStandards(_ versions: VersionedRows) throws(CatalogueError) {
    let groups = try versions.groups(
      "standards", table_standards(),
      columns: [
        "set", "id", "amendment", "year", "newFrom", "existingFrom", "name", "type", "scope",
        "source",
      ], by: "id")
    var holders: [(row: TableRow, set: Int)] = []
    for group in groups {
      guard let row = group.rows.first, group.rows.count == 1 else {
        throw group.rows[1].problem("a second standard \"\(group.key)\"")
      }
      knownStandards.insert(group.key)
      guard row["type"] != "withdrawn" else { continue }
      standardPlaces[group.key] = standards.count
      standards.append(try Self.standard(row, set: group.set))
      holders.append((row, group.set))
    }
    try readNumbers(versions)
    try readLimits(versions, holders: holders)
    try readGrades()
    try readSums()
    try readRequirements()
  }

  private static func standard(_ row: TableRow, set: Int) throws(CatalogueError) -> Standard {
    let names = row.list("type", separator: "+")
    let types = names.compactMap(StandardType.init(rawValue:))
    guard !types.isEmpty, types.count == names.count else {
      throw row.problem("type is \"\(row["type"])\"")
    }
    guard row["id"].wholeMatch(of: /IFRA_STD_[0-9]{3}/) != nil else {
      throw row.problem("id is \"\(row["id"])\", not IFRA_STD_ and three digits")
    }
    guard ["", "traces"].contains(row["scope"]) else {
      throw row.problem("scope is \"\(row["scope"])\", not empty or traces")
    }
    return Standard(
      id: row["id"], name: try row.required("name"),
      edition: StandardEdition(
        amendment: String(try row.whole("amendment", 1...set)),
        year: String(try row.whole("year", 1900...2999)),
        newCreationsFrom: try row.optionalDate("newFrom"),
        existingCreationsFrom: try row.optionalDate("existingFrom")),
      types: Set(types), allowsTraces: row["scope"] == "traces")
  }

  private mutating func readNumbers(_ versions: VersionedRows) throws(CatalogueError) {
    let groups = try versions.groups(
      "standard_cas", table_standard_cas(),
      columns: ["set", "standard", "cas", "amendment", "source"], by: "standard")
    for row in groups.flatMap(\.rows) {
      let cas = try row.registryNumber("cas")
      if let place = try place(of: row) { standards[place].casNumbers.insert(cas) }
    }
  }

  private mutating func readLimits(
    _ versions: VersionedRows, holders: [(row: TableRow, set: Int)]
  ) throws(CatalogueError) {
    let categories = IFRACategory.allCases.map(\.rawValue)
    let groups = try versions.groups(
      "limits", table_limits(),
      columns: ["set", "standard", "amendment", "newFrom", "existingFrom", "source"] + categories,
      by: "standard")
    for group in groups {
      guard let row = group.rows.first, group.rows.count == 1 else {
        throw group.rows[1].problem("second limits of \"\(group.key)\"")
      }
      guard let place = try place(of: row) else { continue }
      let (holder, set) = holders[place]
      guard standards[place].types.contains(.restriction) else {
        // A restriction that a later set turns into a prohibition leaves its limits behind.
        guard group.set < set else { throw row.problem("\(group.key) is not a restriction") }
        continue
      }
      guard group.set <= set else {
        throw row.problem("new limits of \(group.key) without a new row of the standard")
      }
      for column in ["amendment", "newFrom", "existingFrom"]
      where group.set == set && row[column] != holder[column] {
        throw row.problem(
          "\(column) is \"\(row[column])\", but \"\(holder[column])\" in the table of standards")
      }
      standards[place].limits = try Self.cells(of: row, categories)
    }
    for (standard, holder) in zip(standards, holders)
    where standard.types.contains(.restriction) && standard.limits.isEmpty {
      throw holder.row.problem("\(standard.id) is a restriction without limits")
    }
  }

  private static func cells(
    of row: TableRow, _ categories: [String]
  ) throws(CatalogueError) -> [CategoryLimit] {
    var limits: [CategoryLimit] = []
    for category in categories {
      switch row[category] {
      case "free": limits.append(.free)
      case "prohibited": limits.append(.prohibited)
      default:
        // A blank or a zero is never read as free, nor as a limit: it has to be said in words.
        let percent = try row.percent(category)
        guard percent > 0 else { throw row.problem("\(category) is 0; write prohibited") }
        limits.append(.percent(percent))
      }
    }
    return limits
  }

  private mutating func readGrades() throws(CatalogueError) {
    let rows = try TableReader(
      name: "grades", embedded: table_grades(),
      columns: ["standard", "decision", "words", "source"]
    ).rows
    for row in rows {
      guard let decision = GradeDecision(rawValue: row["decision"]) else {
        throw row.problem("decision is \"\(row["decision"])\"")
      }
      guard let place = try place(of: row) else { continue }
      standards[place].grades.append(
        GradeRule(decision: decision, words: row.list("words", separator: " ")))
    }
  }

  private mutating func readSums() throws(CatalogueError) {
    let rows = try TableReader(
      name: "sums", embedded: table_sums(),
      columns: ["id", "name", "kind", "members", "standard", "amendment", "source"]
    ).rows
    for row in rows {
      let members = row.list("members", separator: " ")
      guard let kind = Sum.Kind(rawValue: row["kind"]), !members.isEmpty,
        members.allSatisfy(knownStandards.contains)
      else { throw row.problem("members are \"\(row["members"])\"") }
      // A sum whose standard is withdrawn has no limit left.
      guard try place(of: row) != nil else { continue }
      sums.append(
        Sum(
          id: try row.required("id"), name: try row.required("name"), kind: kind,
          members: members.filter { standardPlaces[$0] != nil }, standard: row["standard"]))
    }
  }

  private mutating func readRequirements() throws(CatalogueError) {
    let rows = try TableReader(
      name: "specifications", embedded: table_specifications(),
      columns: ["standard", "cas", "requirement", "source"]
    ).rows
    for row in rows where try place(of: row) != nil {
      requirements.append(
        Requirement(
          standard: row["standard"], casNumbers: row.list("cas"),
          text: try row.required("requirement")))
    }
  }

  /// The place of the standard a row is on; nil when the standard is withdrawn.
  private func place(of row: TableRow) throws(CatalogueError) -> Int? {
    guard knownStandards.contains(row["standard"]) else {
      throw row.problem("no standard \"\(row["standard"])\"")
    }
    return standardPlaces[row["standard"]]
  }
}
