import Foundation
import Perfumery
import Testing

@testable import OdourModel

@Suite struct OdorantTests {
  @Test func aMeasuredChemicalKeepsItsFigures() {
    let (odorant, evidence) = Odorant.chemical(Sample.middle)
    #expect(evidence == .measured)
    #expect(odorant.vapourPressure == 5)
    #expect(odorant.curve?.peak == 45)
    #expect(abs((odorant.curve?.midpoint ?? 0) - 0.5 * log(10)) < 1e-12)
    // 5 Pa at 150 g/mol are 302.5 µg per litre.
    #expect(abs(exp(odorant.lnSaturation ?? 0) - 302.547) < 0.01)
  }

  @Test func aThresholdPlacesTheCurve() throws {
    var material = Sample.chemical("thresholded", middle: nil)
    material.figures["odourThreshold"] = SourcedValue(20, source: "abraham-2012")
    let (odorant, evidence) = Odorant.chemical(material)
    #expect(evidence == .estimated("intensity from the threshold"))
    let curve = try #require(odorant.curve)
    let barely = curve.peak / (1 + exp((curve.midpoint - log(0.02)) / curve.width))
    #expect(abs(barely - 1.4) < 1e-9)
  }

  @Test func withoutAMolarMassTheNoteStandsIn() {
    let material = Sample.chemical("weightless", molarMass: nil, pressure: nil, note: .base)
    let (odorant, evidence) = Odorant.chemical(material)
    #expect(evidence == .estimated("vapour pressure from the note"))
    #expect(odorant.vapourPressure == OdourEstimates.vapourPressure(.base))
  }

  @Test func theErrorOfAPressureGoesByItsSource() {
    func error(_ value: Double, _ source: String) -> Double {
      OdourEstimates.error(of: SourcedValue(value, source: source))
    }
    #expect(error(10, "antoine-yaws") < error(10, "grain-watson"))
    #expect(error(10, "grain-watson") < error(10, "grain-watson-joback"))
    #expect(error(0.1, "antoine-yaws") > error(10, "antoine-yaws"))
  }

  /// The constants of the estimates are computed again from the catalogue they were taken from.
  @Test func theEstimatesFollowTheCatalogue() throws {
    let catalogue = try Catalogue.builtIn()
    var volatile: [(mass: Double, pressure: Double)] = []
    var smelled: [(saturation: Double, midpoint: Double)] = []
    for material in catalogue.materials where material.kind == .chemical {
      guard let mass = material.figures["molecularWeight"]?.value,
        let pressure = material.figures["vapourPressure"]?.value
      else { continue }
      volatile.append((mass, log10(pressure)))
      if let midpoint = material.figures["intensityC"]?.value {
        smelled.append((log10(pressure * mass / ReferenceFilm.thermalEnergy * 1000), midpoint))
      }
    }
    let masses = volatile.map(\.mass).sorted()
    #expect(abs(masses[masses.count / 2] / OdourEstimates.molarMass - 1) < 0.1)
    for (mass, _) in volatile.prefix(3) {
      let line = Self.line(volatile.map { ($0.mass, $0.pressure) })
      #expect(abs(line.residual - 0.68) < 0.05)
      let here = log10(OdourEstimates.vapourPressure(molarMass: mass))
      #expect(abs(here - (line.offset + line.slope * mass)) < 0.15)
    }
    let line = Self.line(smelled.map { ($0.saturation, $0.midpoint) })
    #expect(abs(line.slope - 0.797) < 0.05)
    #expect(abs(line.offset + 1.68) < 0.1)
    #expect(abs(line.residual - 0.82) < 0.05)
  }

  private static func line(_ points: [(Double, Double)]) -> (
    slope: Double, offset: Double, residual: Double
  ) {
    let count = Double(points.count)
    let x = points.reduce(0) { $0 + $1.0 } / count
    let y = points.reduce(0) { $0 + $1.1 } / count
    let covariance = points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    let slope = covariance / points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
    let offset = y - slope * x
    let squares = points.reduce(0) { sum, point in
      let miss = point.1 - offset - slope * point.0
      return sum + miss * miss
    }
    return (slope, offset, (squares / count).squareRoot())
  }
}
