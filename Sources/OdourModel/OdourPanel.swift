internal import OdourKernels
package import Perfumery

/// A fixed list of materials in one product, prepared to smell formulas of them.
///
/// The idea: each material is expanded into components (a chemical is itself; a natural its
/// constituents and a remainder), and what several materials bring is one component. The film
/// evaporates after Raoult, dn/dt = -k p n / N with N all moles of the film, substrate included.
/// In the warped time dτ = dt / N every component decays by itself, n(τ) = n(0) exp(-k p τ), and
///
///     t(τ) = Σ n(0) (1 - exp(-k p τ)) / (k p) + (moles that stay) τ
///
/// is increasing and concave, so the state at any time costs one root by Newton's method, without
/// steps and without drift of mass. Intensities follow from the headspace x p M / (R T), thinned
/// by a stated factor, through each component's curve; ln c is linear in τ and ln N, so a
/// component costs one exponential a time point. All arrays are one per figure, for the kernels.
///
/// Reference: facts and alternatives are in docs/decisions/0007-odour-model.md.
package struct OdourPanel: Sendable {
  /// The times of a profile, after application.
  package static let minutes: [Double] = [0, 15, 60, 240, 480, 1440]

  /// What "clearly smelled" means: midway between weak (6.1) and moderate (17.2).
  ///
  /// Those are marks of the labelled magnitude scale (Green and others, Chemical Senses 21, 1996,
  /// 323), on whose barely detectable (1.4) the threshold of the curves lies; the middle is the
  /// geometric one.
  package static let clearIntensity = 10.2

  /// One per share of a formula, in the order they were given.
  package let materials: [Material]

  /// On what the odour of each material rests; nil for solvents. In the order of `materials`.
  let evidence: [OdourEvidence?]

  /// The components of all materials, in the order of their ids.
  let components: [MaterialID]
  let odorants: [Odorant]

  /// Figures of the components that evaporate, `[components]` each; see `odour_smell`.
  var rates: [Double]
  var slopes: [Double]
  var peaks: [Double]

  /// Midpoint of the curve less ln of the thinned headspace over the pure component.
  var shifts: [Double]

  /// What each material brings, material by material from `portionStarts`.
  ///
  /// Places of components, moles on a square metre for a share of one, families
  /// `[portions × ODOUR_COLUMNS]`.
  let portionStarts: [Int]
  let portionComponents: [Int32]
  let portionMoles: [Double]
  let portionFamilies: [Double]

  /// - Parameter catalogue: knows the constituents of the naturals among the materials.
  package init(materials: [Material], catalogue: Catalogue, product: Product) {
    self.init(materials: materials, catalogue: catalogue, film: ReferenceFilm(product))
  }

  init(materials: [Material], catalogue: Catalogue, film: ReferenceFilm) {
    let expansions = materials.map { Expansion($0, catalogue: catalogue) }
    var known: [MaterialID: Odorant] = [:]
    for part in expansions.flatMap(\.parts) { known[part.component] = part.odorant }
    let components = known.keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: components.enumerated().map { ($1, $0) })
    let odorants = components.compactMap { known[$0] }
    self.materials = materials
    self.components = components
    self.odorants = odorants
    evidence = expansions.map(\.evidence)

    var starts = [0]
    var portions: [Int32] = []
    var moles: [Double] = []
    var families: [Double] = []
    for expansion in expansions {
      for part in expansion.parts {
        portions.append(Int32(places[part.component, default: 0]))
        moles.append(film.concentrate * part.massFraction / part.odorant.molarMass)
        families += part.families.values
        families += Array(repeating: 0, count: Int(ODOUR_COLUMNS) - Family.allCases.count)
      }
      starts.append(portions.count)
    }
    portionStarts = starts
    portionComponents = portions
    portionMoles = moles
    portionFamilies = families

    rates = odorants.map { $0.vapourPressure.map(ReferenceFilm.flux) ?? 0 }
    slopes = odorants.map { 1 / ($0.curve?.width ?? 1) }
    peaks = odorants.map { $0.curve?.peak ?? 0 }
    let thinning = Elementary.ln(ReferenceFilm.dilutionAtNose)
    shifts = odorants.map { ($0.curve?.midpoint ?? 0) + thinning - ($0.lnSaturation ?? 0) }
  }
}
