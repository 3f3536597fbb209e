/// A kind of finished product. The raw value is the code in briefs, formula files and results.
package enum ProductCategory: String, CaseIterable, Sendable, Hashable {
  case parfum = "PARFUM"
  case eauDeParfum = "EDP"
  case eauDeToilette = "EDT"
  case eauDeCologne = "EDC"
  case bodyMist = "BODY_MIST"
  case hairMist = "HAIR_MIST"
  case bodyLotion = "BODY_LOTION"
  case handCream = "HAND_CREAM"
  case shampoo = "SHAMPOO"
  case showerGel = "SHOWER_GEL"
  case soap = "SOAP"
  case candle = "CANDLE"
  case diffuser = "DIFFUSER"
  case roomSpray = "ROOM_SPRAY"

  /// Share of concentrate in the product when a brief names none, in percent.
  ///
  /// Sources disagree (Pybus & Sell 1999, Ohloff 2022, Curtis & Williams 1994 give overlapping
  /// ranges); each value lies inside all of them where they overlap, and every report prints it.
  package var usualDosagePercent: Double {
    switch self {
    case .parfum: 25
    case .eauDeParfum: 15
    case .eauDeToilette: 8
    case .eauDeCologne: 4
    case .bodyMist: 3
    case .hairMist: 3
    case .bodyLotion, .handCream: 0.5
    case .shampoo, .showerGel: 1
    case .soap: 1.5
    case .candle: 8
    case .diffuser: 15
    case .roomSpray: 2
    }
  }

  /// Whether the product is rinsed off; decides the allergen labelling threshold.
  package var isRinsedOff: Bool {
    switch self {
    case .shampoo, .showerGel, .soap: true
    default: false
    }
  }
}

/// A finished product: what it is and how much concentrate it holds.
package struct Product: Sendable, Hashable {
  package var category: ProductCategory

  /// Share of the concentrate in the product, above 0 up to everything.
  package var dosage: MassFraction

  package init(category: ProductCategory, dosage: MassFraction) {
    self.category = category
    self.dosage = dosage
  }
}
