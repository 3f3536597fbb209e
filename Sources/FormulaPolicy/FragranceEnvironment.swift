package import FormulaAppraisal
import FormulaRules
package import FormulaSearch
import Glibc
import OdourModel
import Perfumery
package import PolicyLearning
import SeededRandom

/// Composing a formula for a brief, one dose at a time.
///
/// An episode is one brief. Each step adds a dose of a material of the palette, thins all lines to
/// make room, or waits; what law and wishes have no room for is masked, so no step ever leaves the
/// legal region. The reward is the growth of the fit by the one evaluator of formulas: potential
/// based (Ng, Harada, Russell, ICML 1999), the potential being the fit, and at the end the fit of
/// the formula as it stands. After 32 steps the episode terminates.
package struct FragranceEnvironment: Environment {
  /// Steps of an episode.
  package static let horizon = 32

  /// Usual doses that one step adds.
  package static let levels = [0.15, 0.5, 1.5]

  /// What thinning leaves of every line.
  static let thinning = 0.7

  /// Rewards are fits times this, so that an episode's is of the order of ten.
  static let rewardScale = 10.0

  package let observationSize: Int
  package let actionSpace: ActionSpace

  let bench: DosingBench
  private var generator: SplitMix64

  /// State of the generator when the episode's brief was drawn.
  private var briefSeed: UInt64
  package private(set) var dosing: Dosing
  private var scratch: OdourScratch
  package private(set) var appraisal: Appraisal
  private(set) var step = 0
  private var taken: [Int] = []
  private let discount: Double

  /// The environment over the built-in catalogue and law, with a palette of the first materials of
  /// the usual order.
  ///
  /// - Parameter n_ingredients: materials of the palette, from 1.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  package init(n_ingredients: Int, seed: UInt64 = 0) throws {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    try self.init(
      bench: DosingBench(
        palette: PolicyPalette.materials(n_ingredients, catalogue: catalogue, rules: rules),
        catalogue: catalogue, rules: rules), seed: seed)
  }

  /// - Parameter discount: of the learner, for the potential.
  package init(bench: DosingBench, seed: UInt64, discount: Double = 0.97) throws {
    self.bench = bench
    self.discount = discount
    actionSpace = Self.actionSpace(bench)
    observationSize = Self.observationSize(bench)
    generator = SplitMix64(seed: seed)
    briefSeed = generator.state
    let space = try bench.next(using: &generator)
    dosing = Dosing(space)
    scratch = space.makeScratch()
    appraisal = dosing.appraise(scratch: &scratch)
  }

  /// A dose of each material at each level, thinning, waiting.
  private static func actionSpace(_ bench: DosingBench) -> ActionSpace {
    .discrete(bench.palette.count * levels.count + 2)
  }

  private static func observationSize(_ bench: DosingBench) -> Int {
    4 * Family.allCases.count + 3 * bench.palette.count + 11
  }

  /// Whether a policy sees and chooses what this environment over the bench's palette has.
  package static func fits(_ policy: Policy, bench: DosingBench) -> Bool {
    policy.action == actionSpace(bench) && policy.observationSize == observationSize(bench)
  }

  package mutating func reset(into view: EnvironmentView) {
    briefSeed = generator.state
    begin()
    describe(into: view)
  }

  private mutating func begin() {
    // The bench has drawn such briefs before; what it cannot dose it skips.
    if let space = try? bench.next(using: &generator) { take(up: space) }
  }

  /// Begins an episode for a brief of the caller's.
  package mutating func take(up space: DosingSpace) {
    dosing = Dosing(space)
    scratch = space.makeScratch()
    appraisal = dosing.appraise(scratch: &scratch)
    step = 0
    taken = []
  }

  package mutating func step(
    _ action: UnsafePointer<Float>, into view: EnvironmentView
  ) -> Transition {
    let before = worth
    act(Int(action[0]))
    describe(into: view)
    let isLast = step >= Self.horizon
    let reward = isLast ? worth - before : discount * worth - before
    return Transition(
      reward: Float(Self.rewardScale * reward), end: isLast ? .terminated : nil)
  }

  /// What the formula is worth as it stands; see `Dosing.worth`.
  package var worth: Double { dosing.worth(appraisal) }

  mutating func act(_ choice: Int) {
    step += 1
    taken.append(choice)
    let doseCount = bench.palette.count * Self.levels.count
    if choice < doseCount {
      let position = choice / Self.levels.count
      dosing.add(
        Self.levels[choice % Self.levels.count] * dosing.space.doses[position], of: position)
    } else if choice == doseCount {
      dosing.thin(by: Self.thinning)
    } else {
      return
    }
    appraisal = dosing.appraise(scratch: &scratch)
  }

  /// Target and present profiles, room and dose of each material, then what is true of the whole.
  package func describe(into view: EnvironmentView) {
    let count = bench.palette.count
    let levels = Self.levels
    var place = 0
    func put(_ value: Double) {
      view.observation[place] = Float(value)
      place += 1
    }
    let target = dosing.space.target
    let profile = dosing.staticProfile
    for family in Family.allCases {
      put(target[family])
      put(appraisal.impression[family])
      put(target[family] - appraisal.impression[family])
      put(target[family] - profile[family])
    }
    for position in 0..<count {
      let dose = dosing.space.doses[position]
      let room = dose > 0 ? dosing.headroom(position) / dose : 0
      put(min(room, 3))
      put(room >= levels[0] ? 1 : 0)
      put(dose > 0 ? min(4, dosing.share(position) / dose) : 0)
      for (level, doses) in levels.enumerated() {
        view.mask[position * levels.count + level] = room >= doses ? 1 : 0
      }
    }
    view.mask[count * levels.count] = dosing.total > 0.2 ? 1 : 0
    view.mask[count * levels.count + 1] = 1
    let budget = dosing.space.budgetDollars
    put(appraisal.fit)
    put(dosing.staticFit)
    put(dosing.total)
    put(Double(step) / Double(Self.horizon))
    put(budget == nil ? 0 : 1)
    put(budget.map { min(2, dosing.dollars / $0) } ?? 0)
    put(appraisal.sillage)
    put(min(appraisal.longevityHours, 24) / 24)
    put(log(max(1e-3, dosing.space.dosagePercent)) / 3)
    put(appraisal.fit - dosing.staticFit)
    put(dosing.debt)
  }

  /// Seed of the brief and the choices taken since; the rest follows from them.
  package func save(into writer: inout StateWriter) {
    writer.write(generator.state)
    writer.write(briefSeed)
    writer.write(taken.count)
    for choice in taken { writer.write(choice) }
  }

  package mutating func restore(from reader: inout StateReader) throws(StateError) {
    let state = try reader.readWord()
    let seed = try reader.readWord()
    let count = try reader.readInt(in: 0...Self.horizon)
    var choices: [Int] = []
    for _ in 0..<count {
      choices.append(try reader.readInt(in: 0...bench.palette.count * Self.levels.count + 1))
    }
    generator = SplitMix64(seed: seed)
    briefSeed = seed
    begin()
    guard generator.state == state else {
      throw .unfit(tensor: "environment", detail: "is of other briefs")
    }
    for choice in choices { act(choice) }
  }
}
