internal import Perfumery

/// The condition every figure of the model is stated for: a film on skin, its alcohol flashed off.
///
/// Still air at 25 °C over a thin film; the mixture is ideal (activity coefficients of one); what
/// evaporates is carried off, never taken up again. Dosage and number of
/// sprays decide how much concentrate the film holds. Figures for
/// products that are rinsed off, burnt or diffused are therefore comparisons, not forecasts.
struct ReferenceFilm: Sendable {
  /// Grams of product on a square metre of one spray of 0.1 ml over about 50 cm².
  static let spray = 16.0

  /// Sprays of a product that are laid over one another when it is used; judged.
  ///
  /// A weak hydroalcoholic product is used in plenty: a cologne is splashed on.
  static func sprayCount(of category: ProductCategory) -> Double {
    switch category {
    case .eauDeCologne, .bodyMist, .hairMist: 5
    case .eauDeToilette: 2
    default: 1
    }
  }

  /// Moles of skin lipids on a square metre that take up odour and do not evaporate.
  ///
  /// About 3 g/m² of sebum and of lipids in the horny layer at 600 g/mol; judged.
  static let substrate = 0.005

  /// Metres a second at which vapour leaves the surface in still air.
  ///
  /// 0.003 makes the hours that 140 chemicals are published to last on a blotter (100 g/m²) right
  /// in the median; natural convection over a forearm at 32 °C gives 0.002.
  static let transfer = 0.003

  /// Gas constant times 298.15 K, J/mol.
  static let thermalEnergy = 2478.957

  /// Parts of air that a part of the vapour over the film is mixed with before the nose.
  static let dilutionAtNose = 10.0

  /// The same at arm's length.
  static let dilutionAtArmsLength = 300.0

  /// Grams of concentrate on a square metre.
  let concentrate: Double

  init(_ product: Product) {
    concentrate = Self.spray * Self.sprayCount(of: product.category) * product.dosage.fraction
  }

  /// The same film laid on by a stated mass of concentrate per area.
  init(concentrate: Double) {
    self.concentrate = concentrate
  }

  /// Moles a minute that leave a square metre of the pure substance.
  static func flux(vapourPressure: Double) -> Double {
    60 * transfer * vapourPressure / thermalEnergy
  }
}
