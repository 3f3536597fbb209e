import ArgumentParser
import FormulaAppraisal
import FormulaPolicy
import FormulaRules
import FormulaSearch
import Perfumery
import PolicyLearning
import OdourModel
import SeededRandom

@main
struct Lab: ParsableCommand {
  @Argument var what = "oracle"
  @Option var count = 48
  @Option var briefs = 30
  @Option var purity = 2.0
  @Option var dose = 0.4
  @Option var hidden = 128
  @Option var envs = 32
  @Option var length = 128
  @Option var batch = 256
  @Option var epochs = 4
  @Option var lr = 5e-4
  @Option var gamma = 0.9
  @Option var lambda = 0.9
  @Option var ent = 0.01
  @Option var steps = 1_000_000
  @Option var seed: UInt64 = 1
  @Option var clip = 0.2
  func run() throws {
    PolicyPalette.purityPower = purity
    PolicyPalette.dosePower = dose
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let palette = PolicyPalette.materials(count, catalogue: catalogue, rules: rules)
    print(palette.map(\.rawValue).joined(separator: " "))
    let bench = try DosingBench(palette: palette, catalogue: catalogue, rules: rules)
    if what == "train" { try train(bench, catalogue, rules); return }
    var g = SplitMix64(seed: 99)
    if what == "palette" {
      var ratios: [Double] = [], odour: [Double] = [], stat: [Double] = []
      let composer = Composer(catalogue: catalogue, rules: rules)
      var n = 0
      while n < briefs {
        let brief = BriefSampler.draw(using: &g)
        guard let bound = try? ExactBound.of(brief, catalogue: catalogue, rules: rules), bound.cosine > 0, let space = try? bench.space(for: brief) else { continue }
        n += 1
        ratios.append((space.bestStaticFit ?? 0) / bound.cosine)
        if let c = try? composer.compose(brief, seed: 1) { odour.append(c.fit.cosine / bound.cosine); stat.append(c.fit.doseCosine / bound.cosine) }
      }
      func m(_ a: [Double]) -> String { "\(a.reduce(0,+)/Double(a.count)) min \(a.min()!) median \(a.sorted()[a.count/2])" }
      print("palette/whole", m(ratios)); print("composer odour", m(odour)); print("composer static", m(stat), odour.count)
      return
    }
        var sums = [(0.0,0.0,0.0,0.0),(0.0,0.0,0.0,0.0),(0.0,0.0,0.0,0.0)]; var count2 = 0.0; let levels = FragranceEnvironment.levels
    var times = [Double](repeating: 0, count: 33)
    for _ in 0..<briefs {
      let brief = BriefSampler.draw(using: &g)
      guard let bound = try? ExactBound.of(brief, catalogue: catalogue, rules: rules) else { print("infeasible"); continue }
      guard let space = try? bench.space(for: brief) else { continue }
      func value(_ d: Dosing, _ s: inout OdourScratch, _ w: Double) -> Double { w * d.staticFit + (1 - w) * d.appraise(scratch: &s).fit - d.debt }
      var line = "bound \(bound.cosine)"
      for (n, w) in [0.0, 0.5, 1.0].enumerated() {
        var d = Dosing(space); var s = space.makeScratch()
        for step in 0..<32 {
          var top = value(d, &s, w); var topD = d
          for k in palette.indices { for l in levels where d.headroom(k) >= l * space.doses[k] && space.doses[k] > 0 {
            var c = d; c.add(l * space.doses[k], of: k)
            let f = value(c, &s, w)
            if f > top { top = f; topD = c } } }
          for t in [0.5, 0.8] { var c = d; c.thin(by: t); let f = value(c, &s, w)
          if f > top { top = f; topD = c } }
          d = topD
          if w == 0 { times[step] += d.appraise(scratch: &s).fit / bound.cosine }
        }
        let wr = d.written()
        line += " | w \(w) odour \(d.appraise(scratch: &s).fit) static \(d.staticFit) debt \(d.debt) total \(d.total) lines \(wr?.lines.count ?? 0)"
        sums[n].0 += d.appraise(scratch: &s).fit / bound.cosine; sums[n].1 += d.staticFit / bound.cosine; sums[n].2 += wr == nil ? 0 : 1; sums[n].3 += d.debt
      }
      count2 += 1
      print(line, brief.families.filter{$0.value.value>0}.count, brief.category.value, brief.budgetPerKilogram?.value.amount ?? 0)
    }
    for x in sums { print("odour/bound", x.0/count2, "static/bound", x.1/count2, "written", x.2/count2, "debt", x.3/count2) }
    print(times.map { ($0/count2*1000).rounded()/1000 })
  }

  func train(_ bench: DosingBench, _ catalogue: Catalogue, _ rules: RuleBook) throws {
    var s = LearnerSettings()
    s.hiddenSizes = [hidden, hidden]; s.environmentCount = envs; s.rolloutLength = length; s.batchSize = batch; s.epochs = epochs
    s.learningRate = LearningRateSchedule(shape: .linear, initial: lr, final: lr / 20)
    s.discount = gamma; s.traceDecay = lambda; s.clipRange = clip
    s.entropy = EntropySchedule(shape: .linear, initial: ent, final: ent / 10, decaySteps: steps)
    s.normalizesObservations = true; s.totalSteps = steps; s.seed = seed
    let t = try Trainer(s) { _, seed in try FragranceEnvironment(bench: bench, seed: seed, discount: gamma) }
    // evaluation
    var g = SplitMix64(seed: 0xE7A1)
    var set: [(DosingSpace, Double)] = []
    while set.count < 50 {
      let brief = BriefSampler.draw(using: &g)
      guard let bound = try? ExactBound.of(brief, catalogue: catalogue, rules: rules), bound.cosine > 0.2, let space = try? bench.space(for: brief) else { continue }
      set.append((space, bound.cosine))
    }
    func evaluate(_ policy: Policy) throws -> String {
      var env = try FragranceEnvironment(bench: bench, seed: 5, discount: gamma)
      var obs = [Float](repeating: 0, count: env.observationSize), mask = [UInt8](repeating: 0, count: env.actionSpace.maskCount)
      var st: [Double] = [], od: [Double] = [], debts = 0.0, lines = 0
      for (space, bound) in set {
        env.take(up: space)
        var best = (-9.0, 0.0, 0.0, 9.0, 0)
        obs.withUnsafeMutableBufferPointer { o in mask.withUnsafeMutableBufferPointer { m in
          let view = EnvironmentView(observation: o.baseAddress!, mask: m.baseAddress!)
          env.describe(into: view)
          var choice = Policy.Choice.best
          for _ in 0..<32 {
            let a = policy.act(o.baseAddress!, mask: m.baseAddress!, choice: &choice)
            _ = env.step(a, into: view)
            if env.worth > best.0 { best = (env.worth, env.dosing.staticFit / bound, env.appraisal.fit / bound, env.dosing.debt, 0) }
          }
        } }
        st.append(best.1); od.append(best.2); debts += best.3; lines += env.dosing.written()?.lines.count ?? 0
      }
      return "static/bound \(st.reduce(0,+)/50) median \(st.sorted()[25]) min \(st.min()!) odour/bound \(od.reduce(0,+)/50) debt \(debts/50) lines \(Double(lines)/50)"
    }
    print("start", try evaluate(t.policy))
    let clock = ContinuousClock(); let start = clock.now
    while !t.isFinished {
      let u = t.update()
      if u.number % max(1, s.updateCount / 12) == 0 || t.isFinished {
        print(u.totalSteps, "ret", u.meanReturn ?? 0, "kl", u.approximateKL, "clip", u.clipFraction, "ent", u.entropy, "ev", u.explainedVariance ?? 0, "sps", Int(u.stepsPerSecond), try evaluate(t.policy))
      }
    }
    print("took", clock.now - start)
  }
}
