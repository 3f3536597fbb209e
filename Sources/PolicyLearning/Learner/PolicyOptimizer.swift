import Glibc
import PolicyKernels
import SeededRandom

/// The parameters of a policy, and the passes over samples that change them.
///
/// A minibatch is cut into shards of a fixed size; their gradients are summed in order, so the
/// count of threads changes nothing of the result; so are those of several ranks.
final class PolicyOptimizer {
  let shape: NetworkShape
  let parameters: FloatBuffer
  let firstMoments: FloatBuffer
  let secondMoments: FloatBuffer

  /// Gradient steps taken.
  var stepCount = 0

  /// Orders the samples.
  var generator: SplitMix64

  private let settings: LearnerSettings
  private let ranks: any RankGroup
  private let shards: [Shard]
  private var order: [UInt32]

  private static let shardRows = 512
  private static let firstDecay = 0.9
  private static let secondDecay = 0.999

  /// - Parameter settings: of this rank. All begin with the parameters of the first.
  init(
    shape: NetworkShape, action: ActionSpace, settings: LearnerSettings, ranks: any RankGroup,
    maskCount: Int
  ) {
    self.shape = shape
    self.settings = settings
    self.ranks = ranks
    parameters = FloatBuffer(count: shape.count)
    firstMoments = FloatBuffer(count: shape.count)
    secondMoments = FloatBuffer(count: shape.count)
    let shardCount = (settings.batchSize + Self.shardRows - 1) / Self.shardRows
    let rows = (settings.batchSize + shardCount - 1) / shardCount
    shards = (0..<shardCount).map { _ in
      Shard(shape, action, capacity: rows, maskCount: maskCount)
    }
    generator = SplitMix64(seed: settings.seed ^ 0xD1B5_4A32_D192_ED03)
    order = (0..<UInt32(settings.samplesPerUpdate)).map { $0 }
    Initialisation.fill(
      parameters, shape, seed: settings.seed, logDeviation: settings.initialLogDeviation)
    if ranks.rank > 0 { parameters.clear() }
    ranks.sum(UnsafeMutableBufferPointer(start: parameters.start, count: parameters.count))
  }

  /// What the passes of one update came to.
  struct Outcome {
    var policyLoss = 0.0
    var valueLoss = 0.0
    var entropy = 0.0
    var approximateKL = 0.0
    var clipFraction = 0.0
    var gradientNorm = 0.0
    var lastLoss = 0.0
    var epochs = 0

    /// False when a gradient was not finite; the parameters are those before it.
    var isFinite = true
  }

  /// Learns from a table, in several passes over all of it in random order.
  func learn(from table: SampleTable, learningRate: Double, entropyCoefficient: Double) -> Outcome {
    var outcome = Outcome()
    var batches = 0.0
    let isScoreFunction = settings.algorithm == .reinforce
    for index in order.indices { order[index] = UInt32(index) }
    passes: for epoch in 1...(isScoreFunction ? 1 : settings.epochs) {
      outcome.epochs = epoch
      shuffle()
      var (divergence, count) = (0.0, 0.0)
      for start in stride(from: 0, to: order.count, by: settings.batchSize) {
        let batch = start..<min(start + settings.batchSize, order.count)
        let sums = differentiate(batch, of: table, entropyCoefficient: entropyCoefficient)
        let rows = Double(batch.count * ranks.count)
        divergence += sums.divergence / rows
        count += 1
        outcome.approximateKL = divergence / count
        // As Stable-Baselines3 does: before the step that would go further away.
        if let target = settings.targetKL, sums.divergence / rows > 1.5 * target { break passes }
        let norm = policy_squared_norm(shards[0].gradients.start, shape.count).squareRoot()
        guard norm.isFinite else {
          outcome.isFinite = false
          break passes
        }
        step(norm: norm, learningRate: learningRate)
        batches += 1
        outcome.policyLoss += sums.policy / rows
        outcome.valueLoss += sums.value / rows
        outcome.entropy += sums.entropy / rows
        outcome.clipFraction += sums.clipped / rows
        outcome.gradientNorm += norm
        outcome.lastLoss =
          (sums.policy + settings.valueCoefficient * sums.value - entropyCoefficient * sums.entropy)
          / rows
      }
    }
    batches = max(1, batches)
    outcome.policyLoss /= batches
    outcome.valueLoss /= batches
    outcome.entropy /= batches
    outcome.clipFraction /= batches
    outcome.gradientNorm /= batches
    return outcome
  }

  /// Fisher and Yates.
  private func shuffle() {
    order.withUnsafeMutableBufferPointer { order in
      for last in stride(from: order.count - 1, to: 0, by: -1) {
        let (high, _) = generator.next().multipliedFullWidth(by: UInt64(last + 1))
        order.swapAt(last, Int(high))
      }
    }
  }

  /// Leaves the gradient of a minibatch's loss, of all ranks, in the first shard.
  private func differentiate(
    _ batch: Range<Int>, of table: SampleTable, entropyCoefficient: Double
  ) -> Shard.Sums {
    let rows = (batch.count + shards.count - 1) / shards.count
    let task = Shard.Task(
      table: table, parameters: UnsafePointer(parameters.start),
      moments: settings.normalizesAdvantages ? advantageMoments(batch, table) : (0, 1),
      batchSize: batch.count * ranks.count, settings: settings,
      entropyCoefficient: entropyCoefficient)
    let used = (batch.count + rows - 1) / rows
    order.withUnsafeBufferPointer { order in
      Lanes.forEach(used, threads: settings.threadCount) { index in
        let start = batch.lowerBound + index * rows
        let part = start..<min(start + rows, batch.upperBound)
        shards[index].run(task, UnsafeBufferPointer(rebasing: order[part]))
      }
    }
    var sums = shards[0].sums
    for shard in shards[1..<used] {
      policy_accumulate(shards[0].gradients.start, shard.gradients.start, shape.count)
      sums.add(shard.sums)
    }
    ranks.sum(UnsafeMutableBufferPointer(start: shards[0].gradients.start, count: shape.count))
    sums.add(over: ranks)
    return sums
  }

  /// Mean and inverse deviation of the advantages of a minibatch, of all ranks.
  private func advantageMoments(_ batch: Range<Int>, _ table: SampleTable) -> (Float, Float) {
    let column = table.cell(.advantage, 0)
    var (sum, squares) = (0.0, 0.0)
    for index in batch { sum += Double(column[Int(order[index]) * table.stride]) }
    let count = batch.count * ranks.count
    let mean = ranks.sum(of: sum) / Double(count)
    for index in batch {
      let distance = Double(column[Int(order[index]) * table.stride]) - mean
      squares += distance * distance
    }
    let deviation = (ranks.sum(of: squares) / Double(max(1, count - 1))).squareRoot()
    return (Float(mean), Float(1 / (deviation + 1e-8)))
  }

  /// Adam with bias correction: Kingma and Ba 2015, arXiv 1412.6980, in the form of §2's end.
  private func step(norm: Double, learningRate: Double) {
    stepCount += 1
    let correction = (1 - pow(Self.secondDecay, Double(stepCount))).squareRoot()
    let clip = settings.maxGradientNorm.map { min(1, $0 / (norm + 1e-6)) } ?? 1
    var step = policy_adam_step(
      gradient_scale: Float(clip), first_decay: Float(Self.firstDecay),
      second_decay: Float(Self.secondDecay),
      rate: Float(learningRate * correction / (1 - pow(Self.firstDecay, Double(stepCount)))),
      epsilon: Float(settings.adamEpsilon * correction))
    policy_adam(
      parameters.start, shards[0].gradients.start, firstMoments.start, secondMoments.start,
      shape.count, &step)
  }
}
