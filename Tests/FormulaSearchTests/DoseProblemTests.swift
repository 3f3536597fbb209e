import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The dose problem")
struct DoseProblemTests {
  let shop: Workshop
  let brief: Brief

  init() throws {
    shop = try Workshop.shared.get()
    brief = .asking([.floral: 0.8, .mossy: 0.6, .citrus: 0.4]) {
      $0.budgetPerKilogram = .said(Money(170, .usd))
      $0.longevityHours = .said(8)
      $0.strength = .said(0.6)
    }
  }

  private func problem(_ brief: Brief, extra: [Palette.Entry] = []) throws -> DoseProblem {
    var chooser = try shop.chooser(brief)
    let entries = chooser.choose().entries + extra
    return DoseProblem(
      universe: chooser.universe, entries: entries, target: chooser.target.profile,
      wishes: chooser.wishes, brief: brief, catalogue: shop.catalogue)
  }

  @Test("is solved to its optimality conditions")
  func optimality() throws {
    let problem = try problem(brief)
    guard case .optimal(let solution) = DualActiveSet.solve(problem.program) else {
      Issue.record("not solved")
      return
    }
    #expect(DualActiveSetTests.residual(problem.program, solution) < 1e-7)
    let shares = problem.shares(of: solution.x)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    #expect(shares.allSatisfy { $0 >= 0 })
  }

  @Test("has a row in the same sense for materials outside and inside")
  func columns() throws {
    let problem = try problem(brief)
    #expect(problem.rows.count == problem.program.constraints.count)
    for (row, constraint) in zip(problem.rows, problem.program.constraints) {
      for (entry, coefficient) in zip(problem.entries, constraint.coefficients) {
        #expect(row.perDose(entry.place) == coefficient)
      }
    }
  }

  @Test("grows to the same optimum value of feasibility as the program with every material")
  func growthIsExact() throws {
    for dollars in [50.0, 75, 120] {
      let brief = Brief.asking([.floral: 1]) {
        $0.budgetPerKilogram = .said(Money(dollars, .usd))
        $0.wanted = [.said(.material("hedione")), .said(.note("rose"))]
      }
      let chooser = try shop.chooser(brief)
      let eligible = chooser.universe.eligible(under: chooser.wishes, catalogue: shop.catalogue)
      func program(_ entries: [Palette.Entry]) -> DoseProblem {
        DoseProblem(
          universe: chooser.universe, entries: entries, target: .zero, wishes: chooser.wishes,
          brief: brief, catalogue: shop.catalogue,
          customs: .init(keepsLines: false, keepsNotes: false, keepsBalance: false))
      }
      func entry(_ place: Int) -> Palette.Entry {
        Palette.Entry(
          place: place, role: place == chooser.universe.solvent ? .solvent : .reserve,
          expectedDoses: 0)
      }
      let grown = PaletteGrowth(eligible: eligible)
        .solve(from: [entry(chooser.universe.solvent)], program)
      let whole = program(eligible.map(entry)).program
      switch (grown.outcome, DualActiveSet.solve(whole)) {
      case (.optimal, .optimal): #expect(grown.problem.entries.count < eligible.count)
      case (.infeasible(let weights), .infeasible):
        #expect(weights.provesInfeasible(grown.problem.program))
      default: Issue.record("the grown and the whole program disagree at \(dollars) USD")
      }
    }
  }

  @Test("fills what the solvent leaves, without blowing up powerful palettes")
  func expectedDoses() throws {
    for family in [Family.floral, .aldehydic, .leather] {
      let problem = try problem(.asking([family: 1]))
      guard case .optimal(let solution) = DualActiveSet.solve(problem.program) else {
        Issue.record("not solved")
        continue
      }
      for (entry, doses) in zip(problem.entries, solution.x) where entry.role != .solvent {
        #expect(doses >= 0.1 && doses < 5)
      }
    }
  }
}

@Suite("The writer of formulas")
struct FormulaWriterTests {
  let universe: Universe

  init() throws { universe = try Workshop.shared.get().universe(.asking([.floral: 1])) }

  private func place(_ id: String) throws -> Int {
    try #require(universe.place(of: MaterialID(rawValue: id)))
  }

  @Test("rounds down to three digits and gives the rest to the solvent")
  func rounding() throws {
    let places = try [place("hedione"), place("linalool"), universe.solvent]
    let formula = try #require(
      FormulaWriter(universe: universe).formula(places: places, shares: [0.1239, 0.05555, 0.8]))
    #expect(formula.lines.map(\.share.millionths) == [55_500, 123_000, 821_500])
    #expect(formula.lines.map(\.material.note.rawValue).prefix(2) == ["top", "heart"])
    #expect(formula.total == .one)
  }

  @Test("prescribes a dilution for what is too little to weigh")
  func dilutions() throws {
    let places = try ["hedione", "linalool", "indole", "calone"].map(place)
    let formula = try #require(
      FormulaWriter(universe: universe).formula(
        places: places, shares: [0.3, 0.0002, 0.000_199, 0.000_019]))
    let dilutions = Dictionary(
      uniqueKeysWithValues: formula.lines.map { ($0.material.id.rawValue, $0.dilutionPercent) })
    #expect(dilutions["hedione"] == 100 && dilutions["linalool"] == 100)
    #expect(dilutions["indole"] == 10 && dilutions["calone"] == 1)
  }

  @Test("weighs neat what the solvent has no room to dilute")
  func crowded() throws {
    let places = try ["hedione", "iso-e-super", "galaxolide", "indole", "calone"].map(place)
    let formula = try #require(
      FormulaWriter(universe: universe).formula(
        places: places, shares: [0.35, 0.449, 0.2, 0.000_199, 0.000_019]))
    let carried = formula.lines.reduce(0.0) {
      $0 + Double($1.share.millionths) * (100 / $1.dilutionPercent - 1)
    }
    #expect(carried <= Double(formula.lines.last?.share.millionths ?? 0))
  }

  @Test("drops a line that rounds to nothing and refuses a sum over everything")
  func edges() throws {
    let writer = FormulaWriter(universe: universe)
    let places = try [place("hedione"), place("linalool")]
    #expect(writer.formula(places: places, shares: [0.2, 4e-7])?.lines.count == 2)
    #expect(writer.formula(places: places, shares: [0.8, 0.3]) == nil)
  }

  @Test("refuses what the law does not admit")
  func illegal() throws {
    let places = try [place("oakmoss-absolute")]
    #expect(FormulaWriter(universe: universe).formula(places: places, shares: [0.04]) == nil)
  }
}
