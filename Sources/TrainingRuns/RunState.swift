import PolicyLearning

/// What a run knows beside its trainer, kept in the same checkpoints.
struct RunState: Sendable, Equatable {
  /// Rows of the learning curve that are written.
  var rows = 0

  /// Rollbacks since the run began, and those to the present snapshot.
  var rollbackCount = 0
  var rollbacksHere = 0
  var bestScore: Double?
  var evaluationsSinceBest = 0

  /// Number of the last update that was taken back to the present snapshot for its loss or its
  /// return; 0 when none was.
  var takenBack = 0

  /// On the learning rate, at the present snapshot before any rollback to it.
  var snapshotFactor = 1.0
  var guardLosses: [Double] = []
  var guardReturns: [Double] = []

  func add(to state: inout TrainerState) {
    state.add(
      "run/counters",
      .word(
        [rows, rollbackCount, rollbacksHere, evaluationsSinceBest, takenBack].map { UInt64($0) }))
    state.add("run/factor", .double([snapshotFactor]))
    state.add("run/best", .double(bestScore.map { [$0] } ?? []))
    state.add("run/losses", .double(guardLosses))
    state.add("run/returns", .double(guardReturns))
  }

  init() {}

  init(_ state: TrainerState) throws(StateError) {
    let reader = TensorReader(state)
    let counters = try reader.words("run/counters", count: 5)
    guard counters.allSatisfy({ $0 < 1 << 53 }) else {
      throw .unfit(tensor: "run/counters", detail: "counts too far")
    }
    rows = Int(counters[0])
    rollbackCount = Int(counters[1])
    rollbacksHere = Int(counters[2])
    evaluationsSinceBest = Int(counters[3])
    takenBack = Int(counters[4])
    snapshotFactor = try reader.doubles("run/factor", count: 1)[0]
    guard snapshotFactor > 0, snapshotFactor <= 1 else {
      throw .unfit(tensor: "run/factor", detail: "is out of 0 to 1")
    }
    bestScore = try reader.doubles("run/best", count: nil).first
    guardLosses = try reader.doubles("run/losses", count: nil)
    guardReturns = try reader.doubles("run/returns", count: nil)
  }
}
