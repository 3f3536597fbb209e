import Testing

@testable import Perfumery

@Suite struct FormulaTests {
  @Test func `The total is the exact sum of the lines`() throws {
    let catalogue = try Catalogue.builtIn()
    let product = Product(
      category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.2))
    var formula = Formula(product: product, lines: [])
    #expect(formula.total == .zero)
    for (id, millionths) in [("hedione", 333_333), ("galaxolide", 666_667)] {
      formula.lines.append(
        FormulaLine(
          material: try catalogue.find(material: id), share: MassFraction(millionths: millionths)))
    }
    #expect(formula.total == .one)
    #expect(formula.lines.allSatisfy { $0.dilutionPercent == 100 })
  }

  @Test func `Proportions name each material once, of the actual total`() throws {
    let catalogue = try Catalogue.builtIn()
    let product = Product(category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.2))
    let lines = try [("hedione", 100), ("galaxolide", 200), ("linalool", 0), ("hedione", 100)]
      .map { id, millionths in
        FormulaLine(
          material: try catalogue.find(material: id), share: MassFraction(millionths: millionths))
      }
    let parts = Formula(product: product, lines: lines).proportions
    #expect(parts.map(\.material.id.rawValue) == ["hedione", "galaxolide"])
    #expect(parts.map(\.share) == [0.5, 0.5])
    #expect(Formula(product: product, lines: [lines[2]]).proportions.isEmpty)
  }

  @Test func `Each product has a usual dosage a product can hold`() {
    for category in ProductCategory.allCases {
      #expect((0.1...40).contains(category.usualDosagePercent))
    }
    #expect(ProductCategory.soap.isRinsedOff && !ProductCategory.eauDeParfum.isRinsedOff)
    #expect(ProductCategory(rawValue: "EDP") == .eauDeParfum)
  }

  @Test func `A brief's product holds its dosage`() {
    let brief = Brief(
      language: .korean, category: Reading(.eauDeToilette, confidence: 1, because: ["EDT"]),
      dosagePercent: Reading(8, confidence: 0.5, because: []))
    #expect(brief.product.dosage == MassFraction(millionths: 80_000))
    #expect(brief.product.category == .eauDeToilette)
  }

  @Test func `A subject tells its kind and name`() {
    #expect(Subject.family(.citrus).kind == "family")
    #expect(Subject.note(NoteName(rawValue: "rose")).name == "rose")
    #expect(Subject.material(MaterialID(rawValue: "citral")).name == "citral")
  }
}
