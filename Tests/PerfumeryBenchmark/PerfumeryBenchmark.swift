import ArgumentParser

/// Prints measured figures of the perfumery, each beside a peer's where there is one.
///
/// Run from the root of the package; a release build gives figures worth reading.
@main
struct PerfumeryBenchmark: ParsableCommand {
  static var sections: [any BenchmarkSection.Type] {
    [SearchSection.self, FrontSection.self, OdourSection.self]
  }

  static let configuration = CommandConfiguration(
    commandName: "perfumery-benchmark",
    abstract: "Measures the perfumery and prints minimum, median and maximum.",
    discussion: sections.map { "\($0.name): \($0.abstract)" }.joined(separator: "\n"))

  @Argument(help: "What to measure; all when none is named.")
  var names: [String] = []

  @Option(help: "How often each thing is measured, 5 to 100; each time with another seed.")
  var rounds = 10

  @Option(help: "Where the peers' Python environment is made.")
  var peers = ".build-bench"

  func validate() throws {
    let known = Self.sections.map { $0.name }
    for name in names where !known.contains(name) {
      throw ValidationError(
        "There is no section '\(name)'; there are: \(known.joined(separator: ", ")).")
    }
    guard (5...100).contains(rounds) else {
      throw ValidationError("There are \(rounds) rounds; allowed are 5 to 100.")
    }
  }

  func run() throws {
    let options = BenchmarkOptions(roundCount: rounds, peerFolder: peers)
    for section in Self.sections where names.isEmpty || names.contains(section.name) {
      try section.run(options)
    }
  }
}
