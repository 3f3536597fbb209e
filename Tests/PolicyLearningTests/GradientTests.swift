import SeededRandom
import Testing

@testable import PolicyLearning

/// The gradients made by hand, against differences of the loss.
@Suite struct GradientTests {
  private static let observationSize = 5

  /// A trainer takes OpenBLAS up; here its parts are used by themselves.
  init() throws { _ = try BLAS.core() }

  private func settings(_ change: (inout LearnerSettings) -> Void = { _ in }) -> LearnerSettings {
    var settings = LearnerSettings()
    settings.environmentCount = 3
    settings.rolloutLength = 8
    settings.batchSize = 24
    settings.hiddenSizes = [7, 6]
    settings.maxGradientNorm = nil
    settings.seed = 5
    change(&settings)
    return settings
  }

  /// A table of random samples whose log probabilities and values are near those of the network.
  private func table(
    _ settings: LearnerSettings, _ action: ActionSpace, seed: UInt64
  ) -> SampleTable {
    let table = SampleTable(
      settings: settings, observationSize: Self.observationSize, action: action)
    var generator = SplitMix64(seed: seed)
    func draw() -> Float { Float(generator.nextUnit() * 2 - 1) }
    for row in 0..<table.count {
      for index in 0..<Self.observationSize { table.observation(row)[index] = draw() }
      var first = 0
      for (head, count) in action.headCounts.enumerated() {
        let chosen = Int(generator.next() % UInt64(count))
        table.action(row)[head] = Float(chosen)
        for choice in 0..<count {
          table.masks.start[row * table.maskCount + first + choice] =
            choice == chosen || generator.next() % 3 > 0 ? 1 : 0
        }
        first += count
      }
      if case .continuous(let size, _) = action {
        for index in 0..<size { table.action(row)[index] = draw() }
      }
      table.cell(.logProbability, row).pointee = -2 + draw()
      table.cell(.value, row).pointee = draw()
      table.cell(.advantage, row).pointee = 2 * draw()
      table.cell(.target, row).pointee = draw()
    }
    return table
  }

  /// Loss of all samples with one minibatch's scaling of advantages, as `Shard` sums it.
  private func loss(
    _ shard: Shard, _ task: Shard.Task, _ coefficient: Double, _ order: [UInt32]
  ) -> Double {
    order.withUnsafeBufferPointer { shard.run(task, $0) }
    return
      (shard.sums.policy + task.settings.valueCoefficient * shard.sums.value - coefficient
      * shard.sums.entropy) / Double(order.count)
  }

  @Test(
    arguments: [
      ActionSpace.discrete(4), .multiDiscrete([3, 4]), .continuous(size: 3, bounds: -1...1),
      .continuous(size: 17, bounds: -1...1),
    ], [0, 1, 2])
  func gradientsAreDifferencesOfTheLoss(action: ActionSpace, variant: Int) {
    let settings = settings {
      $0.algorithm = variant == 1 ? .reinforce : .ppo
      $0.valueClipRange = variant == 2 ? 0.4 : nil
    }
    let shape = NetworkShape(
      inputCount: Self.observationSize, hiddenSizes: settings.hiddenSizes, action: action)
    let table = table(settings, action, seed: UInt64(variant + 11))
    let optimizer = PolicyOptimizer(
      shape: shape, action: action, settings: settings, ranks: SingleRank(),
      maskCount: action.maskCount)
    // The small output gain would hide what is behind it.
    for index in 0..<shape.policyWeight.count {
      optimizer.parameters.start[shape.policyWeight.start + index] *= 40
    }
    let coefficient = 0.1
    let task = Shard.Task(
      table: table, parameters: UnsafePointer(optimizer.parameters.start), moments: (0.1, 0.7),
      batchSize: table.count, settings: settings, entropyCoefficient: coefficient)
    let shard = Shard(shape, action, capacity: table.count, maskCount: action.maskCount)
    let order = (0..<UInt32(table.count)).map { $0 }
    _ = loss(shard, task, coefficient, order)
    let gradients = shard.gradients.values
    var worst = 0.0
    for (_, part) in shape.namedParts {
      for place in stride(from: part.start, to: part.start + part.count, by: 3) {
        let (step, old) = (Float(2e-3), optimizer.parameters.start[place])
        optimizer.parameters.start[place] = old + step
        let above = loss(shard, task, coefficient, order)
        optimizer.parameters.start[place] = old - step
        let below = loss(shard, task, coefficient, order)
        optimizer.parameters.start[place] = old
        let slope = (above - below) / Double(2 * step)
        worst = max(worst, abs(slope - Double(gradients[place])) / max(0.05, abs(slope)))
      }
    }
    // Single precision and the kinks of the clipped loss leave this much.
    #expect(worst < 0.02)
  }

  @Test func shardsSumToTheGradientOfTheWhole() {
    let action = ActionSpace.discrete(4)
    let settings = settings { $0.rolloutLength = 400 }
    let shape = NetworkShape(
      inputCount: Self.observationSize, hiddenSizes: settings.hiddenSizes, action: action)
    let table = table(settings, action, seed: 3)
    let parameters = FloatBuffer(count: shape.count)
    Initialisation.fill(parameters, shape, seed: 1, logDeviation: 0)
    let task = Shard.Task(
      table: table, parameters: UnsafePointer(parameters.start), moments: (0, 1), batchSize: 1200,
      settings: settings, entropyCoefficient: 0.01)
    let order = (0..<UInt32(1200)).map { $0 }
    let whole = Shard(shape, action, capacity: 1200, maskCount: 4)
    order.withUnsafeBufferPointer { whole.run(task, $0) }
    var sum = [Float](repeating: 0, count: shape.count)
    for start in [0, 512, 1024] {
      let part = Shard(shape, action, capacity: 512, maskCount: 4)
      order.withUnsafeBufferPointer {
        part.run(task, UnsafeBufferPointer(rebasing: $0[start..<min(start + 512, 1200)]))
      }
      for (index, value) in part.gradients.values.enumerated() { sum[index] += value }
    }
    for (one, other) in zip(sum, whole.gradients.values) { #expect(abs(one - other) < 1e-5) }
  }
}
