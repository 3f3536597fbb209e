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
    for place in 0..<scratch.presentCount { scratch.moles[Int(scratch.present[place])] = 0 }
    scratch.presentCount = 0
    var total = 0.0
    for share in shares where share > 0 { total += share }
    guard total > 0, total.isFinite else { return false }
    var present = 0
    for (place, share) in shares.enumerated() where share > 0 {
      let start = portionStarts[place]
      present = portionComponents.withUnsafeBufferPointer { components in
        portionMoles.withUnsafeBufferPointer { moles in
          portionFamilies.withUnsafeBufferPointer { families in
            odour_add_material(
              share / total, components.baseAddress?.advanced(by: start),
              moles.baseAddress?.advanced(by: start),
              families.baseAddress?.advanced(by: start * Int(ODOUR_COLUMNS)),
              portionStarts[place + 1] - start, &scratch.moles, &scratch.families,
              &scratch.present, present)
          }
        }
      }
    }
    scratch.presentCount = present
    gather(into: &scratch)
    return true
  }

  /// Puts the figures of the components present next to each other.
  private func gather(into scratch: inout OdourScratch) {
    let lanes = Int(ODOUR_LANES)
    let present = scratch.presentCount
    scratch.count = (present + lanes - 1) / lanes * lanes
    scratch.staying = ReferenceFilm.substrate
    for place in 0..<present {
      scratch.shifts[place] = scratch.moles[Int(scratch.present[place])]
    }
    odour_logarithms(&scratch.shifts, present)
    for place in 0..<present {
      let component = Int(scratch.present[place])
      let moles = scratch.moles[component]
      let rate = rates[component]
      // What stays in the film counts there once; it has no odour and no moles to lose.
      let volatile = rate > 0
      if !volatile { scratch.staying += moles }
      scratch.amounts[place] = volatile ? moles : 0
      scratch.stores[place] = volatile ? moles / rate : 0
      scratch.rates[place] = rate
      scratch.slopes[place] = slopes[component]
      scratch.shifts[place] = shifts[component] - scratch.shifts[place]
      scratch.peaks[place] = volatile ? peaks[component] : 0
      scratch.scales[place] = 1 / moles
    }
    for place in present..<scratch.count {
      scratch.present[place] = 0
      scratch.amounts[place] = 0
      scratch.stores[place] = 0
      scratch.rates[place] = 0
      scratch.peaks[place] = 0
      scratch.scales[place] = 0
    }
  }
}
