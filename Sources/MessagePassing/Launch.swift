package import PolicyLearning

/// How this process was started: alone, or as one of several by `mpirun`.
package enum Launch {
  /// Variables launchers say the count of ranks by: Open MPI, then those that speak PMI.
  private static let countVariables = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"]

  /// The ranks this process belongs to.
  ///
  /// - Parameter environment: of the process.
  /// - Returns: nil for a process that was started alone.
  /// - Throws: `LaunchError` when there are several and the program was built without MPI, or MPI
  ///   does not start.
  package static func ranks(
    environment: [String: String]
  ) throws(LaunchError) -> (any LaunchedRanks)? {
    let counts = countVariables.compactMap { environment[$0].flatMap { Int($0) } }
    guard let count = counts.first, count > 1 else { return nil }
    #if MPI
      return try MPIRanks()
    #else
      throw .notBuiltIn(ranks: count)
    #endif
  }
}

/// Ranks that must be told when they are done: a process that ends without it ends all.
package protocol LaunchedRanks: RankGroup {
  /// Waits for the other ranks to end too; no other call may follow.
  func end()
}

/// Why several ranks cannot work together.
package enum LaunchError: Error, Sendable, Equatable {
  case notBuiltIn(ranks: Int)

  /// With MPI's own number.
  case start(Int)
}

extension LaunchError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notBuiltIn(let ranks):
      "Started as one of \(ranks) ranks, but built without MPI: swift build --traits MPI, with "
        + "libopenmpi-dev installed."
    case .start(let code): "MPI does not start (error \(code))."
    }
  }
}
