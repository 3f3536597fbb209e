package import Perfumery

/// From concentrate to finished product: what else is in the bottle.
///
/// The shares sum to exactly everything. Alcohol is denatured ethanol of 96 % by volume.
package struct ProductSheet: Sendable, Hashable {
  /// What a line is in the product for.
  package enum Role: String, Sendable {
    case concentrate, alcohol, water, antioxidant, ultravioletFilter, carrier
  }

  /// One line of the product.
  package struct Line: Sendable, Hashable {
    package var role: Role
    package var name: String
    package var koreanName: String

    /// Of the finished product.
    package var share: MassFraction

    /// Percent of the product that is in use; nil where the line only fills up.
    package var range: ClosedRange<Double>?

    /// Where the number was found, or `judged`.
    package var source: String
  }

  package let product: Product
  package let lines: [Line]

  /// Pure ethanol in the product, percent by mass.
  package let alcoholPercent: Double

  /// Water in the product, percent by mass, with that of the alcohol or of the unscented base.
  package let waterPercent: Double

  /// What the reader must know: a dosage outside the usual range.
  package let notices: [String]
  package let koreanNotices: [String]

  /// Mass of pure ethanol in ethanol of 96 % by volume (OIML R 22).
  private static let ethanolFraction = 0.9384

  /// The usual base of the category around the product's concentrate.
  ///
  /// Where the concentrate leaves no room for antioxidant and UV filter, these are left out.
  package init(product: Product) {
    let base = ProductBase(product.category)
    self.product = product
    var lines = [
      Line(
        role: .concentrate, name: "concentrate", koreanName: "향료 원액", share: product.dosage,
        range: base.dosages, source: base.dosageSource)
    ]
    var rest = MassFraction.one - product.dosage
    let additives = [
      (base.antioxidant, Role.antioxidant, "antioxidant (BHT)", "산화방지제 (BHT)"),
      (
        base.ultravioletFilter, .ultravioletFilter, "UV filter (benzophenone-3)",
        "자외선 흡수제 (벤조페논-3)"
      ),
    ]
    for case (let additive?, let role, let name, let koreanName) in additives {
      let share = MassFraction(roundingDown: additive.percent / 100)
      guard share < rest else { continue }
      rest = rest - share
      lines.append(
        Line(
          role: role, name: name, koreanName: koreanName, share: share, range: additive.range,
          source: additive.source))
    }
    switch base.liquid {
    case .alcohol(let strength):
      let alcohol = MassFraction(millionths: rest.millionths * Int(strength.percent * 100) / 10_000)
      func range(_ low: Double, _ high: Double) -> ClosedRange<Double> {
        (low * rest.fraction)...(high * rest.fraction)
      }
      let (low, high) = (strength.range.lowerBound, strength.range.upperBound)
      lines.insert(
        Line(
          role: .alcohol, name: "denatured ethanol 96 %", koreanName: "변성 에탄올 96 %",
          share: alcohol, range: range(low, high), source: strength.source), at: 1)
      lines.insert(
        Line(
          role: .water, name: "purified water", koreanName: "정제수", share: rest - alcohol,
          range: range(100 - high, 100 - low), source: strength.source), at: 2)
      alcoholPercent = alcohol.percent * Self.ethanolFraction
      waterPercent = (rest - alcohol).percent + alcohol.percent * (1 - Self.ethanolFraction)
    case .carrier(let carrier):
      lines.insert(
        Line(
          role: .carrier, name: carrier.name, koreanName: carrier.koreanName, share: rest,
          source: "judged"), at: 1)
      alcoholPercent = 0
      waterPercent = rest.fraction * carrier.waterPercent
    }
    self.lines = lines.filter { $0.share > .zero }
    let isUsual = base.dosages.contains(product.dosage.percent)
    let bounds = (base.dosages.lowerBound.text(places: 2), base.dosages.upperBound.text(places: 2))
    let dosage = product.dosage.percent.text(places: 4)
    notices =
      isUsual ? [] : ["A dosage of \(dosage) % is outside the usual \(bounds.0) to \(bounds.1) %."]
    koreanNotices = isUsual ? [] : ["부향률 \(dosage) %는 통상 범위 \(bounds.0)~\(bounds.1) %를 벗어납니다."]
  }

  /// The lines with percent, range and source.
  package func table(in language: BriefLanguage) -> SheetTable {
    let isKorean = language == .korean
    return SheetTable(
      header: isKorean
        ? ["성분", "제품 중 %", "통상 범위 %", "출처"]
        : ["component", "% of product", "usual range %", "source"],
      rows: lines.map { line in
        let range = line.range.map {
          "\($0.lowerBound.text(places: 2)) – \($0.upperBound.text(places: 2))"
        }
        return [
          isKorean ? line.koreanName : line.name, line.share.percent.text(places: 4), range ?? "",
          line.source,
        ]
      })
  }
}
