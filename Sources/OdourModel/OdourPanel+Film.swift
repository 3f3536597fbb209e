internal import OdourKernels

extension OdourPanel {
  /// Buffers for formulas of this panel.
  package func makeScratch() -> OdourScratch {
    OdourScratch(componentCount: components.count)
  }

  /// Lays the formula on as a fresh film.
  ///
  /// - Parameter shares: one per material, on any scale; what is not above zero is left out.
  /// - Returns: Whether anything is there.
  func lay(_ shares: [Double], on scratch: inout OdourScratch) -> Bool {
    precondition(shares.count == materials.count)
    var total = 0.0
    for share in shares where share > 0 { total += share }
    guard total > 0, total.isFinite else { return false }
    let columns = Int(ODOUR_COLUMNS)
    scratch.moles.withUnsafeMutableBufferPointer { moles in
      scratch.families.withUnsafeMutableBufferPointer { families in
        moles.update(repeating: 0)
        families.update(repeating: 0)
        for (place, share) in shares.enumerated() where share > 0 {
          for index in portionStarts[place]..<portionStarts[place + 1] {
            let portion = portions[index]
            let amount = share / total * portion.moles
            moles[portion.component] += amount
            for column in 0..<columns {
              families[portion.component * columns + column] +=
                amount * portionFamilies[index * columns + column]
            }
          }
        }
      }
    }
    gather(into: &scratch)
    return true
  }

  /// Moves the components present next to each other.
  private func gather(into scratch: inout OdourScratch) {
    let columns = Int(ODOUR_COLUMNS)
    let lanes = Int(ODOUR_LANES)
    scratch.staying = ReferenceFilm.substrate
    var count = 0
    for component in components.indices where scratch.moles[component] > 0 {
      let moles = scratch.moles[component]
      guard rates[component] > 0 else {
        scratch.staying += moles
        continue
      }
      scratch.presentMoles[count] = moles
      scratch.presentRates[count] = rates[component]
      scratch.presentStores[count] = moles / rates[component]
      scratch.presentSlopes[count] = slopes[component]
      scratch.presentShifts[count] = shifts[component]
      scratch.presentPeaks[count] = peaks[component]
      for column in 0..<columns {
        scratch.presentFamilies[count * columns + column] =
          scratch.families[component * columns + column] / moles
      }
      count += 1
    }
    scratch.logarithms.withUnsafeMutableBufferPointer { logarithms in
      scratch.presentMoles.withUnsafeBufferPointer { moles in
        for place in 0..<count { logarithms[place] = moles[place] }
      }
    }
    odour_logarithms(&scratch.logarithms, count)
    for place in 0..<count { scratch.presentShifts[place] -= scratch.logarithms[place] }
    while count % lanes != 0 {
      scratch.presentMoles[count] = 0
      scratch.presentRates[count] = 0
      scratch.presentStores[count] = 0
      scratch.presentSlopes[count] = 0
      scratch.presentShifts[count] = 0
      scratch.presentPeaks[count] = 0
      count += 1
    }
    scratch.count = count
  }
}
