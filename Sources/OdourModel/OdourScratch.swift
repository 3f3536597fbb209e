internal import OdourKernels

/// The film of one formula, in buffers that are used again; one per thread.
package struct OdourScratch: Sendable {
  /// Moles of each component of the panel on a square metre; zero for those not present.
  var moles: [Double]

  /// Mole-weighted families of the components present, `[components × ODOUR_COLUMNS]`.
  var families: [Double]

  /// Places of the components present in the panel, filled up to whole vectors with zeros.
  var present: [Int32]

  /// Number of components in the film.
  var presentCount = 0

  // The figures of the components present, in the order of `present`, filled up to whole vectors
  // with components of no moles and no odour.
  var amounts: [Double]
  var stores: [Double]
  var rates: [Double]
  var slopes: [Double]
  var shifts: [Double]
  var peaks: [Double]

  /// One over `amounts`.
  var scales: [Double]

  /// `presentCount` up to whole vectors.
  var count = 0

  /// Moles that do not evaporate, substrate included.
  var staying = 0.0

  /// Family sums of squares at one time.
  var sums = [Double](repeating: 0, count: Int(ODOUR_COLUMNS))

  init(componentCount: Int) {
    let lanes = Int(ODOUR_LANES)
    let room = (componentCount + lanes - 1) / lanes * lanes
    let empty = [Double](repeating: 0, count: room)
    moles = empty
    families = [Double](repeating: 0, count: room * Int(ODOUR_COLUMNS))
    present = [Int32](repeating: 0, count: room)
    amounts = empty
    stores = empty
    rates = empty
    slopes = empty
    shifts = empty
    peaks = empty
    scales = empty
  }
}
