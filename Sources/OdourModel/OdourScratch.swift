internal import OdourKernels

/// The film of one formula, in buffers that are used again; one per thread.
package struct OdourScratch: Sendable {
  /// Moles of each component of the panel.
  var moles: [Double]

  /// Moles-weighted families of each component, `[components × ODOUR_COLUMNS]`.
  var families: [Double]

  // The components present that evaporate, `[count]` each, filled up to whole vectors with
  // components of no odour and no moles.
  var presentMoles: [Double]
  var presentStores: [Double]
  var presentRates: [Double]
  var presentSlopes: [Double]
  var presentShifts: [Double]
  var presentPeaks: [Double]
  var presentFamilies: [Double]

  /// Number of components present, a multiple of ODOUR_LANES.
  var count = 0

  /// Moles that do not evaporate, substrate included.
  var staying = 0.0

  /// Logarithms of `presentMoles`.
  var logarithms: [Double]

  /// Family sums of squares at one time.
  var sums = [Double](repeating: 0, count: Int(ODOUR_COLUMNS))

  init(componentCount: Int) {
    let lanes = Int(ODOUR_LANES)
    let room = (componentCount + lanes - 1) / lanes * lanes
    let empty = [Double](repeating: 0, count: room)
    moles = empty
    presentMoles = empty
    presentStores = empty
    presentRates = empty
    presentSlopes = empty
    presentShifts = empty
    presentPeaks = empty
    logarithms = empty
    families = [Double](repeating: 0, count: room * Int(ODOUR_COLUMNS))
    presentFamilies = families
  }
}
