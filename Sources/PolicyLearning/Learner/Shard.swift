import PolicyKernels

/// A part of a minibatch on its way forwards and backwards.
final class Shard {
  /// Of the loss of the whole minibatch, this part's share; with the shape's gaps at 0.
  let gradients: FloatBuffer
  private(set) var sums = Sums()

  private let shape: NetworkShape
  private let pass: NetworkPass
  private let distribution: Distribution
  private let capacity: Int
  private var rows = FloatBuffer(count: 0)
  private let masks: Buffer<UInt8>

  /// Columns of the samples, then what is made of them, one after another.
  private let columns: FloatBuffer

  init(_ shape: NetworkShape, _ action: ActionSpace, capacity: Int, maskCount: Int) {
    self.shape = shape
    self.capacity = capacity
    gradients = FloatBuffer(count: shape.count)
    pass = NetworkPass(shape, capacity: capacity)
    distribution = Distribution(action, capacity: capacity)
    masks = Buffer(count: capacity * maskCount)
    columns = FloatBuffer(count: 6 * capacity)
  }

  /// Sums over samples.
  struct Sums {
    var policy = 0.0
    var value = 0.0
    var entropy = 0.0
    var divergence = 0.0
    var clipped = 0.0

    mutating func add(_ other: Sums) {
      policy += other.policy
      value += other.value
      entropy += other.entropy
      divergence += other.divergence
      clipped += other.clipped
    }

    mutating func add(over ranks: any RankGroup) {
      var all = [policy, value, entropy, divergence, clipped]
      ranks.sum(&all)
      (policy, value, entropy) = (all[0], all[1], all[2])
      (divergence, clipped) = (all[3], all[4])
    }
  }

  /// What all shards of a minibatch have in common.
  struct Task {
    let table: SampleTable
    let parameters: UnsafePointer<Float>

    /// Mean and inverse deviation of the minibatch's advantages.
    let moments: (Float, Float)

    /// Samples of the minibatch, of all ranks.
    let batchSize: Int
    let settings: LearnerSettings
    let entropyCoefficient: Double
  }

  /// Makes `gradients` and `sums` of the samples with these numbers.
  func run(_ task: Task, _ samples: UnsafeBufferPointer<UInt32>) {
    let table = task.table
    let stride = table.stride
    let count = samples.count
    gather(task, samples)
    let observations = UnsafePointer(rows.start)
    pass.forward(
      .both, parameters: task.parameters, observations: observations, stride: stride, rows: count)
    let logDeviations = shape.logDeviation.map { task.parameters + $0.start }
    let actions = Distribution.Rows(
      start: rows.start + table.observationSize, stride: stride, count: count)
    let logProbabilities = columns.start + 4 * capacity
    let weights = columns.start + 5 * capacity
    sums.entropy = distribution.score(
      pass.outputs.start, masks: masks.start, logDeviations: logDeviations, actions: actions,
      logProbabilities: logProbabilities)
    var settings = policy_loss_settings(
      clip_range: Float(task.settings.clipRange),
      value_clip_range: Float(task.settings.valueClipRange ?? -1),
      value_coefficient: Float(task.settings.valueCoefficient), scale: 1 / Float(task.batchSize),
      is_score_function: task.settings.algorithm == .reinforce ? 1 : 0)
    var losses = policy_loss_sums()
    policy_losses(
      logProbabilities, columns.start, columns.start + 2 * capacity, columns.start + 3 * capacity,
      columns.start + capacity, pass.values.start, weights, count, &settings, &losses)
    (sums.policy, sums.value) = (losses.policy, losses.value)
    (sums.divergence, sums.clipped) = (losses.divergence, losses.clipped)
    distribution.differentiate(
      pass.outputs.start, logDeviations: logDeviations, actions: actions, weights: weights,
      entropyWeight: -Float(task.entropyCoefficient) / Float(task.batchSize),
      logDeviationGradient: shape.logDeviation.map { gradients.start + $0.start })
    pass.backward(
      parameters: task.parameters, observations: observations, stride: stride, rows: count,
      gradients: gradients.start)
  }

  /// Copies the samples together and scales their advantages.
  private func gather(_ task: Task, _ samples: UnsafeBufferPointer<UInt32>) {
    let table = task.table
    if rows.count == 0 { rows = FloatBuffer(count: capacity * table.stride) }
    policy_gather_rows(
      table.rows.start, table.stride, samples.baseAddress, samples.count, table.width, rows.start,
      table.stride)
    policy_take_columns(
      rows.start + table.observationSize + table.actionStride, table.stride, samples.count, 4,
      columns.start, capacity)
    let advantages = columns.start + 2 * capacity
    for row in 0..<samples.count {
      advantages[row] = (advantages[row] - task.moments.0) * task.moments.1
    }
    policy_gather_bytes(
      table.masks.start, table.maskCount, samples.baseAddress, samples.count, masks.start)
  }
}
