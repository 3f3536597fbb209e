/// A part of the benchmark that can be asked for by its name.
///
/// A new one is a file of its own and an entry in `PerfumeryBenchmark.sections`.
protocol BenchmarkSection {
  static var name: String { get }
  static var abstract: String { get }

  /// Measures and writes its tables to the standard output.
  static func run(_ options: BenchmarkOptions) throws
}

/// What the command line asks for.
struct BenchmarkOptions {
  let roundCount: Int

  /// Folder of the peers' Python environment.
  let peerFolder: String
}
