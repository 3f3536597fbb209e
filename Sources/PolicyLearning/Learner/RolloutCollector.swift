import PolicyKernels

/// Steps environments side by side and fills a sample table.
///
/// Environments go in groups of a fixed size, each through the whole rollout by itself, so that
/// neither the count of threads nor their timing changes a bit of what is gathered.
final class RolloutCollector<World: Environment> {
  private let settings: LearnerSettings
  private let action: ActionSpace
  private(set) var worlds: [World]
  private let groups: [Group]
  private let valuePasses: [NetworkPass]

  /// The part of the work that one thread does at a time.
  private final class Group {
    let range: Range<Int>
    let pass: NetworkPass
    let distribution: Distribution
    let clipped: FloatBuffer

    /// Last states of episodes that were cut off, with the rows they were cut off in.
    var cutRows: [Int] = []
    var cutObservations: [Float] = []
    var sums: ObservationScale.Sums

    init(_ range: Range<Int>, _ shape: NetworkShape, _ action: ActionSpace) {
      self.range = range
      pass = NetworkPass(shape, capacity: range.count)
      distribution = Distribution(action, capacity: range.count)
      clipped = FloatBuffer(count: range.count * action.width)
      sums = ObservationScale.Sums(size: shape.inputCount)
    }
  }

  private static var groupSize: Int { 16 }
  private static var valueRows: Int { 512 }

  init(_ worlds: [World], shape: NetworkShape, action: ActionSpace, settings: LearnerSettings) {
    self.settings = settings
    self.worlds = worlds
    self.action = action
    groups = stride(from: 0, to: worlds.count, by: Self.groupSize).map { start in
      Group(start..<min(start + Self.groupSize, worlds.count), shape, action)
    }
    valuePasses = (0..<settings.threadCount).map { _ in
      NetworkPass(shape, capacity: Self.valueRows)
    }
  }

  /// Begins the first episode of every environment.
  func begin(_ table: SampleTable) {
    for index in worlds.indices { worlds[index].reset(into: table.view(index)) }
  }

  /// Takes up the environments' states.
  func restore(_ states: [[UInt8]]) throws(StateError) {
    for (index, state) in states.enumerated() {
      var reader = StateReader(state)
      try worlds[index].restore(from: &reader)
      guard reader.isAtEnd else { throw .unfit(tensor: "environment/\(index)", detail: "is long") }
    }
  }

  /// What policy and chance bring in `rolloutLength` steps of every environment.
  ///
  /// - Parameters:
  ///   - stepsDone: of all environments before this rollout; what is drawn depends on it alone.
  ///   - scale: nil leaves observations as they are.
  /// - Returns: what the observations add to the scale.
  func collect(
    into table: SampleTable, parameters: UnsafePointer<Float>, shape: NetworkShape,
    stepsDone: Int, scale: ObservationScale?
  ) -> ObservationScale.Sums {
    table.cutValues.clear()
    worlds.withUnsafeMutableBufferPointer { worlds in
      Lanes.forEach(groups.count, threads: settings.threadCount) { index in
        let walk = Walk(
          group: groups[index], table: table, parameters: parameters, shape: shape,
          action: action, seed: settings.seed ^ 0x5851_F42D_4C95_7F2D, stepsDone: stepsDone,
          scale: scale, count: worlds.count)
        walk.run(UnsafeMutableBufferPointer(rebasing: worlds[groups[index].range]))
      }
    }
    fillValues(table, parameters, shape)
    var sums = ObservationScale.Sums(size: table.observationSize)
    for group in groups { sums.add(group.sums) }
    return sums
  }

  /// One group's way through a rollout.
  private struct Walk {
    let group: Group
    let table: SampleTable
    let parameters: UnsafePointer<Float>
    let shape: NetworkShape
    let action: ActionSpace
    let seed: UInt64
    let stepsDone: Int
    let scale: ObservationScale?

    /// Of environments in all groups.
    let count: Int

    func run(_ worlds: UnsafeMutableBufferPointer<World>) {
      group.cutRows.removeAll(keepingCapacity: true)
      group.cutObservations.removeAll(keepingCapacity: true)
      group.sums = ObservationScale.Sums(size: table.observationSize)
      let first = group.range.lowerBound
      for index in worlds.indices { worlds[index].describe(into: table.view(first + index)) }
      see(row: first)
      let logDeviations = shape.logDeviation.map { parameters + $0.start }
      for step in 0..<table.length {
        let row = step * count + first
        group.pass.forward(
          .policy, parameters: parameters, observations: table.observation(row),
          stride: table.stride, rows: worlds.count)
        let place = UInt64((stepsDone + row) * table.actionWidth)
        group.distribution.sample(
          group.pass.outputs.start, masks: table.masks.start + row * table.maskCount,
          logDeviations: logDeviations, seed: seed, place: place,
          into: Distribution.Rows(
            start: table.action(row), stride: table.stride, count: worlds.count),
          logProbabilities: table.cell(.logProbability, row))
        take(row: row, worlds)
        see(row: row + count)
      }
    }

    /// Steps every environment of the group from a row to the next.
    private func take(row: Int, _ worlds: UnsafeMutableBufferPointer<World>) {
      let width = table.actionWidth
      var actions = UnsafePointer(table.action(row))
      var stride = table.stride
      if case .continuous(_, let bounds) = action {
        policy_clip_rows(
          actions, stride, bounds.lowerBound, bounds.upperBound, group.clipped.start, worlds.count,
          width)
        actions = UnsafePointer(group.clipped.start)
        stride = width
      }
      for index in worlds.indices {
        let next = table.view(row + count + index)
        let transition = worlds[index].step(actions + index * stride, into: next)
        table.rewards.start[row + index] = transition.reward
        switch transition.end {
        case nil: table.ends.start[row + index] = 0
        case .terminated:
          table.ends.start[row + index] = 1
          worlds[index].reset(into: next)
        case .truncated:
          table.ends.start[row + index] = 2
          group.cutRows.append(row + index)
          group.cutObservations += UnsafeBufferPointer(
            start: next.observation, count: table.observationSize)
          worlds[index].reset(into: next)
        }
      }
    }

    /// Notes and scales the observations of the group in a step.
    private func see(row: Int) {
      guard let scale else { return }
      // Those after the last step are seen again, and counted, as the first of the next rollout.
      if row < table.count {
        for index in 0..<group.range.count {
          group.sums.add(table.observation(row + index), means: scale.means)
        }
      }
      policy_standardize_rows(
        table.observation(row), table.stride, scale.floatMeans, scale.inverseDeviations,
        ObservationScale.limit, group.range.count, table.observationSize)
    }
  }

  /// Values of all states, those after the last step included, in passes of equal size.
  private func fillValues(
    _ table: SampleTable, _ parameters: UnsafePointer<Float>, _ shape: NetworkShape
  ) {
    let all = table.count + table.environmentCount
    let parts = (all + Self.valueRows - 1) / Self.valueRows
    let lanes = min(settings.threadCount, parts)
    Lanes.forEach(lanes, threads: settings.threadCount) { lane in
      let pass = valuePasses[lane]
      for part in stride(from: lane, to: parts, by: lanes) {
        let start = part * Self.valueRows
        let rows = min(Self.valueRows, all - start)
        pass.forward(
          .value, parameters: parameters, observations: table.observation(start),
          stride: table.stride, rows: rows)
        for row in 0..<rows { table.cell(.value, start + row).pointee = pass.values.start[row] }
      }
    }
  }

  /// Values of the last states of episodes that were cut off.
  func fillCutValues(
    _ table: SampleTable, parameters: UnsafePointer<Float>, scale: ObservationScale?
  ) {
    for group in groups where !group.cutRows.isEmpty {
      let size = table.observationSize
      group.cutObservations.withUnsafeMutableBufferPointer { buffer in
        guard let observations = buffer.baseAddress else { return }
        if let scale {
          policy_standardize_rows(
            observations, size, scale.floatMeans, scale.inverseDeviations, ObservationScale.limit,
            group.cutRows.count, size)
        }
        for (index, row) in group.cutRows.enumerated() {
          valuePasses[0].forward(
            .value, parameters: parameters, observations: observations + index * size,
            stride: size, rows: 1)
          table.cutValues.start[row] = valuePasses[0].values.start[0]
        }
      }
    }
  }
}
