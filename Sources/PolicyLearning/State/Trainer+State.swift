import SeededRandom

extension Trainer {
  /// All that decides what the trainer does next, on every rank; all ranks ask for it together.
  package var state: TrainerState {
    var state = TrainerState()
    let orders: [UInt64] = ranks.gather(optimizer.generator.state)
    for (name, part) in optimizer.shape.namedParts {
      let values = UnsafeBufferPointer(
        start: optimizer.parameters.start + part.start, count: part.count)
      state.add("network/\(name)", .float(Array(values)), shape: [part.rows, part.columns])
    }
    state.add("adam/first", .float(optimizer.firstMoments.values))
    state.add("adam/second", .float(optimizer.secondMoments.values))
    state.add(
      "counters",
      .word(
        [updateCount, totalSteps, optimizer.stepCount, episodes.count].map {
          UInt64($0)
        } + [orders[0], learningRateFactor.bitPattern]))
    if ranks.count > 1 { state.add(TrainerState.ordersName, .word(orders)) }
    if let scale = observationScale {
      state.add("observations/count", .double([scale.count]))
      state.add("observations/mean", .double(scale.means))
      state.add("observations/squares", .double(scale.squares))
    }
    state.add("rewards/window", .double(rewardScale.window))
    state.add("rewards/oldest", .word([UInt64(rewardScale.oldest)]))
    state.add("rewards/sums", .double(rewardScale.sums))
    state.add("rewards/returns", .double(rewardScale.returns))
    state.add("rewards/moments", .double(rewardScale.moments))
    state.add("episodes/returns", .double(episodes.returns))
    state.add("episodes/lengths", .double(episodes.lengths))
    state.add("episodes/running-returns", .double(episodes.runningReturns))
    state.add("episodes/running-lengths", .double(episodes.runningLengths))
    let worlds = collector.worlds.map { world in
      var writer = StateWriter()
      world.save(into: &writer)
      return ranks.gather(writer.bytes)
    }
    for rank in 0..<ranks.count {
      for (index, states) in worlds.enumerated() {
        state.add("environment/\(rank * worlds.count + index)", .byte(states[rank]))
      }
    }
    return state
  }

  /// Goes on from a state as the trainer it came from would.
  ///
  /// With as many ranks as it was made with, exactly so; with another count, on other chances.
  ///
  /// - Throws: when it is of a trainer with other settings or another environment; this one must
  ///   not be used then.
  package func restore(_ state: TrainerState) throws(StateError) {
    let reader = TensorReader(state)
    for (name, part) in optimizer.shape.namedParts {
      let values = try reader.floats("network/\(name)", count: part.count)
      for (index, value) in values.enumerated() {
        optimizer.parameters.start[part.start + index] = value
      }
    }
    optimizer.firstMoments.fill(
      with: try reader.floats("adam/first", count: optimizer.shape.count))
    optimizer.secondMoments.fill(
      with: try reader.floats("adam/second", count: optimizer.shape.count))
    let counters = try reader.words("counters", count: 6)
    for (index, value) in counters.prefix(4).enumerated() where value > 1 << 53 {
      throw .unfit(tensor: "counters", detail: "counts \(value) at \(index)")
    }
    takeUp(updateCount: Int(counters[0]), totalSteps: Int(counters[1]))
    optimizer.stepCount = Int(counters[2])
    let isOfAsMany = state.rankCount == ranks.count && ranks.count > 1
    let orders = isOfAsMany ? try reader.words(TrainerState.ordersName, count: ranks.count) : []
    let other = counters[4] &+ UInt64(ranks.rank) &* 0xBF58_476D_1CE4_E5B9
    optimizer.generator = SplitMix64(seed: isOfAsMany ? orders[ranks.rank] : other)
    learningRateFactor = Double(bitPattern: counters[5])
    guard learningRateFactor > 0, learningRateFactor <= 1 else {
      throw .unfit(tensor: "counters", detail: "has a learning rate factor out of 0 to 1")
    }
    if observationScale != nil { observationScale = try reader.scale(size: observationSize) }
    try restoreRewards(reader)
    try restoreEpisodes(reader, count: Int(counters[3]))
    var worlds: [[UInt8]] = []
    for index in 0..<settings.environmentCount {
      worlds.append(try reader.bytes("environment/\(index)"))
    }
    try collector.restore(Array(worlds[settings.environments(of: ranks)]))
  }

  private func restoreRewards(_ reader: TensorReader) throws(StateError) {
    let oldest = try reader.words("rewards/oldest", count: 1)[0]
    let isFit = rewardScale.restore(
      window: try reader.doubles("rewards/window"), oldest: Int(clamping: oldest),
      sums: try reader.doubles("rewards/sums"), returns: try reader.doubles("rewards/returns"),
      moments: try reader.doubles("rewards/moments"))
    guard isFit else { throw .unfit(tensor: "rewards", detail: "are of another run") }
  }

  private func restoreEpisodes(_ reader: TensorReader, count: Int) throws(StateError) {
    let record = EpisodeRecord(
      count: count, returns: try reader.doubles("episodes/returns"),
      lengths: try reader.doubles("episodes/lengths"),
      runningReturns: try reader.doubles("episodes/running-returns"),
      runningLengths: try reader.doubles("episodes/running-lengths"),
      environmentCount: settings.environmentCount)
    guard let record else { throw .unfit(tensor: "episodes", detail: "are of another run") }
    episodes = record
  }
}

extension Policy {
  /// The policy of a stored run.
  ///
  /// - Parameters:
  ///   - action: of the environment the run was in.
  ///   - hiddenSizes: of the run's settings.
  /// - Throws: when the state is of a policy of another shape.
  package init(
    _ state: TrainerState, action: ActionSpace, observationSize: Int, hiddenSizes: [Int]
  ) throws(StateError) {
    let shape = NetworkShape(
      inputCount: observationSize, hiddenSizes: hiddenSizes, action: action)
    let reader = TensorReader(state)
    // All are there before room is made: sizes from a file must not allocate what they claim.
    var parts: [(start: Int, values: [Float])] = []
    for (name, part) in shape.namedParts {
      parts.append((part.start, try reader.floats("network/\(name)", count: part.count)))
    }
    var parameters = [Float](repeating: 0, count: shape.count)
    for (start, values) in parts {
      parameters.replaceSubrange(start..<start + values.count, with: values)
    }
    let isScaled = state["observations/mean"] != nil
    self.init(
      action: action, shape: shape, parameters: parameters,
      scale: isScaled ? try reader.scale(size: observationSize) : nil)
  }
}
