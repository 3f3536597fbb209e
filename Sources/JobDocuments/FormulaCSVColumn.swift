/// A column of a formula written as CSV, found by its heading in English or Korean.
enum FormulaCSVColumn: Hashable {
  case material, name, koreanName, cas, grade, parts, percent, percentOfConcentrate
  case dilution, dilutionSolvent, bergaptenPpm

  /// A column that is known and not needed.
  case readOver

  /// Nil for a heading nobody knows; case, spaces and punctuation do not count.
  init?(heading: String) {
    let plain = heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "%" || $0 == "‰" }
    guard let column = Self.byHeading[plain] else { return nil }
    self = column
  }

  /// What may be said of headings in a message.
  static let allowed =
    "a column material, name, cas, grade, parts, percent, dilution, dilutionSolvent, "
    + "bergaptenPpm (or 재료, 이름, 등급, 부, %, 희석, 희석 용매), or note, family, cost, supplier, "
    + "comment, which are read over"

  private static let headings: [(column: FormulaCSVColumn, names: [String])] = [
    (.material, ["material", "materialid", "id", "재료", "재료id", "원료"]),
    (.name, ["name", "ingredient", "이름", "재료명", "원료명", "품명", "향료", "향료명"]),
    (.koreanName, ["koreanname", "한글이름", "한글명", "국문명", "한국어이름"]),
    (.cas, ["cas", "casno", "casnumber", "casnumbers", "cas번호"]),
    (.grade, ["grade", "등급", "품질", "규격"]),
    (.parts, ["parts", "partsperthousand", "partsper1000", "per1000", "부", "부1000", "천분율", "‰"]),
    (.percent, ["percent", "%", "weight%", "퍼센트", "백분율", "비율", "함량", "함량%"]),
    (
      .percentOfConcentrate,
      ["percentofconcentrate", "%ofconcentrate", "neat%", "원액중%", "원액기준%"]
    ),
    (
      .dilution,
      ["dilution", "dilution%", "dilutionpercent", "희석", "희석%", "희석률", "희석율", "희석도", "희석농도"]
    ),
    (.dilutionSolvent, ["dilutionsolvent", "solvent", "희석용매", "용매"]),
    (.bergaptenPpm, ["bergaptenppm", "bergapten", "베르갑텐ppm", "베르갑텐"]),
    (
      .readOver,
      [
        "partstoweigh", "계량부", "note", "notes", "노트", "family", "계열", "향조", "cost", "costshare",
        "costshare%", "price", "원가", "원가비율%", "가격", "because", "이유", "comment", "comments",
        "remark", "비고", "메모", "supplier", "공급사", "공급처", "lot", "로트", "no", "번호",
      ]
    ),
  ]

  private static let byHeading = Dictionary(
    uniqueKeysWithValues: headings.flatMap { entry in
      entry.names.map { ($0, entry.column) }
    })
}
