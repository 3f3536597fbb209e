import PolicyLearning
import ReferenceWorlds
import SeededRandom
import Testing

@testable import CheckpointArchive

@Suite struct CheckpointFormatTests {
  static func checkpoint(updates: Int = 2) throws -> Checkpoint {
    var settings = LearnerSettings()
    settings.environmentCount = 2
    settings.rolloutLength = 32
    settings.hiddenSizes = [3]
    settings.normalizesObservations = true
    settings.valueClipRange = 0.5
    let trainer = try Trainer(settings) { _, seed in CartPole(seed: seed) }
    for _ in 0..<updates { _ = trainer.update() }
    return Checkpoint(
      header: CheckpointHeader(
        program: "1.0", kernels: "SkylakeX", environment: "fragrance", palette: ["citral", "장미"],
        observationSize: 4, action: .discrete(2), hiddenSizes: [3],
        updateCount: trainer.updateCount, totalSteps: trainer.totalSteps, score: 0.5,
        settings: settings.json),
      state: trainer.state)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let checkpoint = try Self.checkpoint()
    let bytes = try CheckpointFormat.encode(checkpoint)
    #expect(try CheckpointFormat.decode(bytes) == checkpoint)
    #expect(try CheckpointFormat.encode(checkpoint) == bytes)
  }

  @Test(arguments: [
    ActionSpace.discrete(7), .multiDiscrete([2, 3, 4]), .continuous(size: 3, bounds: -2...0.5),
  ])
  func everyActionSpaceIsReadBack(action: ActionSpace) throws {
    var checkpoint = try Self.checkpoint()
    checkpoint.header.action = action
    checkpoint.header.score = nil
    let bytes = try CheckpointFormat.encode(checkpoint)
    #expect(try CheckpointFormat.decode(bytes).header == checkpoint.header)
  }

  @Test func everyFlippedByteIsFound() throws {
    let bytes = try CheckpointFormat.encode(try Self.checkpoint())
    var generator = SplitMix64(seed: 1)
    for place in bytes.indices {
      var torn = bytes
      torn[place] ^= UInt8(1 << (generator.next() % 8))
      #expect(throws: CheckpointError.self, "at \(place)") { try CheckpointFormat.decode(torn) }
    }
  }

  @Test func everyTruncationIsFound() throws {
    let bytes = try CheckpointFormat.encode(try Self.checkpoint())
    for count in 0..<bytes.count {
      #expect(throws: CheckpointError.self) { try CheckpointFormat.decode(Array(bytes[..<count])) }
    }
    #expect(throws: CheckpointError.self) { try CheckpointFormat.decode(bytes + [0]) }
  }

  @Test func aLaterFormatIsNamed() throws {
    var bytes = try CheckpointFormat.encode(try Self.checkpoint())
    bytes[8] = 9
    #expect(throws: CheckpointError.newer(version: 9)) { try CheckpointFormat.decode(bytes) }
  }

  @Test func thePolicyOfAFileIsTheTrainersOwn() throws {
    let checkpoint = try Self.checkpoint()
    #expect(try checkpoint.policy().observationSize == 4)
    var other = checkpoint
    other.header.hiddenSizes = [4]
    #expect(throws: CheckpointError.self) { try other.policy() }
  }

  @Test func whatTheFormatCannotHoldIsNotWritten() throws {
    let long = String(repeating: "n", count: 201)
    let wrong: [StateTensor] = [
      StateTensor(name: long, shape: [1], values: .float([0])),
      StateTensor(name: "rank", shape: [1, 1, 1, 1, 1], values: .float([0])),
      StateTensor(name: "shape", shape: [2, 2], values: .float([0])),
    ]
    for tensor in wrong {
      var checkpoint = try Self.checkpoint(updates: 0)
      checkpoint.state = try #require(TrainerState([tensor]))
      #expect(throws: CheckpointError.self) { try CheckpointFormat.encode(checkpoint) }
    }
    var checkpoint = try Self.checkpoint(updates: 0)
    checkpoint.header.environment = String(repeating: "e", count: CheckpointFormat.headerLimit)
    #expect(throws: CheckpointError.self) { try CheckpointFormat.encode(checkpoint) }
  }

  @Test func aPolicyThatIsNoneIsFoundThoughItsFileIsWhole() throws {
    let checkpoint = try Self.checkpoint()
    try checkpoint.check()
    var ahead = checkpoint
    ahead.header.updateCount += 1
    #expect(throws: CheckpointError.self) { try ahead.check() }
    var spoiled = checkpoint
    spoiled.state = try #require(
      TrainerState(
        checkpoint.state.tensors.map {
          guard case .float(var values) = $0.values, $0.name == "adam/first" else { return $0 }
          values[0] = .nan
          return StateTensor(name: $0.name, shape: $0.shape, values: .float(values))
        }))
    #expect(throws: CheckpointError.self) { try spoiled.check() }
  }
}
