import Testing

@testable import PolicyLearning

@Suite struct RollbackGuardTests {
  private func update(
    kl: Double = 0.01, loss: Double = 0.3, meanReturn: Double? = nil
  ) -> TrainingUpdate {
    var update = TrainingUpdate()
    update.approximateKL = kl
    update.valueLoss = loss
    update.meanReturn = meanReturn
    return update
  }

  private func taught(_ returns: [Double?], losses: [Double]? = nil) -> RollbackGuard {
    var guardian = RollbackGuard(RollbackRules())
    for (index, value) in returns.enumerated() {
      let found = guardian.judge(update(loss: losses?[index] ?? 0.3, meanReturn: value))
      #expect(found == nil)
    }
    return guardian
  }

  @Test func aDivergedUpdateIsTakenBack() {
    var guardian = taught([])
    #expect(guardian.judge(update(kl: 0.11)) == .divergence)
    #expect(guardian.judge(update(kl: 0.09)) == nil)
  }

  @Test func aLossThatLeapsIsTakenBackButNotOneThatGrows() {
    var guardian = taught([nil, nil, nil], losses: [1, 1.1, 0.9])
    #expect(guardian.judge(update(loss: 3.2)) == .lossSpike)
    #expect(guardian.judge(update(loss: 2.5)) == nil)
  }

  @Test func lossesOfOppositeSignDoNotHideOneAnother() {
    var guardian = RollbackGuard(RollbackRules())
    var steady = update(loss: 0.05)
    steady.policyLoss = -0.049
    for _ in 0..<5 { #expect(guardian.judge(steady) == nil) }
    var next = update(loss: 0.07)
    next.policyLoss = -0.04
    #expect(guardian.judge(next) == nil)
    next.valueLoss = 0.4
    #expect(guardian.judge(next) == .lossSpike)
  }

  @Test(arguments: [
    // Mean before, and what is still no drop to half and what is one.
    (100.0, 60.0, 45.0), (-0.06, -0.08, -0.1), (-1000, -1400, -1600),
  ])
  func aDropCountsTheSameForNegativeReturns(mean: Double, fine: Double, bad: Double) {
    var guardian = taught([mean, mean, mean])
    #expect(guardian.judge(update(meanReturn: bad)) == .rewardDrop)
    #expect(guardian.judge(update(meanReturn: fine)) == nil)
  }

  @Test func returnsAroundZeroMayWaver() {
    var guardian = taught([-0.5, 0.6, 0.1, -0.4])
    #expect(guardian.judge(update(meanReturn: -0.6)) == nil)
  }

  @Test func whatIsNotFiniteIsTakenBack() {
    var guardian = taught([])
    #expect(guardian.judge(update(loss: .nan)) == .notFinite)
    #expect(guardian.losses.isEmpty)
  }

  @Test func nothingIsComparedBeforeThree() {
    var guardian = taught([100, 100])
    #expect(guardian.judge(update(loss: 50, meanReturn: 1)) == nil)
  }
}
