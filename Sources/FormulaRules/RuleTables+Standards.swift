internal import Perfumery
internal import PerfumeryTables

extension RuleTables {
  /// Reads the standards with their CAS numbers, limits, grades, sums and specifications.
  mutating func readStandards() throws(CatalogueError) {
    let rows = try TableReader(
      name: "standards", embedded: table_standards(),
      columns: ["id", "amendment", "year", "name", "type", "scope", "source"]
    ).rows
    var places: [String: Int] = [:]
    for row in rows {
      let types = row.list("type", separator: "+").compactMap(StandardType.init(rawValue:))
      guard !types.isEmpty else { throw row.problem("type is \"\(row["type"])\"") }
      let id = try row.required("id")
      guard places.updateValue(standards.count, forKey: id) == nil else {
        throw row.problem("a second standard \"\(id)\"")
      }
      standards.append(
        Standard(
          id: id, name: try row.required("name"), amendment: try row.required("amendment"),
          types: Set(types), allowsTraces: row["scope"] == "traces"))
    }
    try readNumbers(places)
    try readLimits(places)
    try readGrades(places)
    try readSums(places)
  }

  private mutating func readNumbers(_ places: [String: Int]) throws(CatalogueError) {
    let rows = try TableReader(
      name: "standard_cas", embedded: table_standard_cas(),
      columns: ["standard", "cas", "amendment", "source"]
    ).rows
    for row in rows {
      standards[try place(of: row, in: places)].casNumbers.insert(try row.required("cas"))
    }
  }

  private mutating func readLimits(_ places: [String: Int]) throws(CatalogueError) {
    let categories = IFRACategory.allCases.map(\.rawValue)
    let rows = try TableReader(
      name: "limits", embedded: table_limits(),
      columns: ["standard", "amendment", "source"] + categories
    ).rows
    for row in rows {
      var limits: [CategoryLimit] = []
      for category in categories {
        switch row[category] {
        case "free": limits.append(.free)
        case "prohibited": limits.append(.prohibited)
        default: limits.append(.percent(try row.percent(category)))
        }
      }
      standards[try place(of: row, in: places)].limits = limits
    }
  }

  private mutating func readGrades(_ places: [String: Int]) throws(CatalogueError) {
    let rows = try TableReader(
      name: "grades", embedded: table_grades(),
      columns: ["standard", "decision", "words", "source"]
    ).rows
    for row in rows {
      guard let decision = GradeDecision(rawValue: row["decision"]) else {
        throw row.problem("decision is \"\(row["decision"])\"")
      }
      standards[try place(of: row, in: places)].grades.append(
        GradeRule(decision: decision, words: row.list("words", separator: " ")))
    }
  }

  private mutating func readSums(_ places: [String: Int]) throws(CatalogueError) {
    let rows = try TableReader(
      name: "sums", embedded: table_sums(),
      columns: ["id", "name", "kind", "members", "limitOf", "amendment", "source"]
    ).rows
    for row in rows {
      let sum = Sum(
        id: try row.required("id"), name: try row.required("name"),
        members: row.list("members", separator: " "), limitOf: row.optional("limitOf"))
      guard !sum.members.isEmpty, sum.members.allSatisfy({ places[$0] != nil }),
        (row["kind"] == "fractions") == (sum.limitOf == nil)
      else { throw row.problem("members are \"\(row["members"])\"") }
      sums.append(sum)
    }
    let specifications = try TableReader(
      name: "specifications", embedded: table_specifications(),
      columns: ["standard", "cas", "requirement", "source"]
    ).rows
    for row in specifications {
      _ = try place(of: row, in: places)
      requirements.append(
        Requirement(
          standard: row["standard"], casNumbers: row.list("cas"),
          text: try row.required("requirement")))
    }
  }

  private func place(
    of row: TableRow, in places: [String: Int]
  ) throws(CatalogueError) -> Int {
    guard let place = places[row["standard"]] else {
      throw row.problem("no standard \"\(row["standard"])\"")
    }
    return place
  }
}
