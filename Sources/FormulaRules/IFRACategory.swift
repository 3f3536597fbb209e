/// A product category of the IFRA Standards; the raw value is its name in limits and reports.
enum IFRACategory: String, CaseIterable, Sendable {
  case lips = "1"
  case axillae = "2"
  case faceWithFingertips = "3"
  case fineFragrance = "4"
  case bodyLotion = "5A"
  case faceMoisturiser = "5B"
  case handCream = "5C"
  case babyCream = "5D"
  case oral = "6"
  case hairRinseOff = "7A"
  case hairLeaveOn = "7B"
  case anogenital = "8"
  case bodyRinseOff = "9"
  case household = "10A"
  case householdSpray = "10B"
  case inertSubstrate = "11A"
  case inertSubstrateInLight = "11B"
  case noSkinContact = "12"

  /// Position among the columns of a limit table, from 0.
  var index: Int { Self.indices[self, default: 0] }

  private static let indices = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// What a standard says about one category.
///
/// A cell that says nothing does not exist: a standard without limits prohibits or specifies.
enum CategoryLimit: Hashable, Sendable {
  /// The standard names the category and does not restrict it.
  case free
  case prohibited

  /// Most of the finished product, in percent.
  case percent(Double)

  /// Most of the finished product in percent; nil when the category is free.
  var highestPercent: Double? {
    switch self {
    case .free: nil
    case .prohibited: 0
    case .percent(let percent): percent
    }
  }
}
