import ArgumentParser
import PolicyLearning
import ReferenceWorlds

@main
struct LearningBenchmark: ParsableCommand {
  @Option var hidden = 64
  @Option var batch = 64
  @Option var environments = 8
  @Option var length = 2048
  @Option var iterations = 6
  @Option var threads = 1
  @Option var world = "blend"
  @Option var seed: UInt64 = 1

  func run() throws {
    var settings = LearnerSettings()
    settings.hiddenSizes = [hidden, hidden]
    settings.batchSize = batch
    settings.environmentCount = environments
    settings.rolloutLength = length
    settings.threadCount = threads
    settings.seed = seed
    settings.entropy = EntropySchedule(shape: .constant, initial: 0, final: 0, decaySteps: 1)
    settings.totalSteps = settings.samplesPerUpdate * iterations
    print(try BLAS.core())
    switch world {
    case "cart":
      settings.totalSteps = 80_000
      try train(try Trainer(settings) { _, seed in CartPole(seed: seed) })
    case "pendulum":
      settings.discount = 0.9
      settings.learningRate.initial = 1e-3
      settings.totalSteps = 200_000
      try train(try Trainer(settings) { _, seed in Pendulum(seed: seed) })
    default:
      let tables = SyntheticBlend.Tables(seed: 7)
      try train(try Trainer(settings) { _, seed in SyntheticBlend(tables: tables, seed: seed) })
    }
  }

  func train<W>(_ trainer: Trainer<W>) throws {
    while !trainer.isFinished {
      let u = trainer.update()
      print(
        u.number, u.totalSteps, u.meanReturn ?? .nan, "kl", u.approximateKL, "clip", u.clipFraction,
        "ev",
        u.explainedVariance ?? .nan, "std", u.deviation ?? .nan, "sps", Int(u.stepsPerSecond))
    }
  }
}
