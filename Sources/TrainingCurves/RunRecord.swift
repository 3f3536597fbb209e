import Glibc
import JobSpool
package import PolicyLearning

/// What a run shows of itself, in its folder: `curve.csv`, `curve.svg` and TensorBoard events.
package final class RunRecord: Sendable {
  package let folder: String
  private let curve: AppendedFile
  private let events: AppendedFile

  package static let curveName = "curve.csv"
  package static let plotName = "curve.svg"

  /// Bytes of the longest curve that is taken up again.
  private static let curveLimit = 1 << 28

  /// Begins a record, or goes on with one.
  ///
  /// - Parameters:
  ///   - folder: exists.
  ///   - resume: rows of the curve, and environment steps, at the state that is gone on from; rows
  ///     after it are dropped, later events declared void. Nil begins anew.
  ///   - time: seconds since 1970, for the name of the event file.
  /// - Throws: `foreign` when the folder holds a curve of something else.
  package init(
    folder: String, resume: (rows: Int, steps: Int)?, time: Double
  ) throws(CurveError) {
    self.folder = folder
    let path = "\(folder)/\(Self.curveName)"
    var text = LearningCurve.header + "\n"
    if let resume {
      text = try LearningCurve.kept(try Self.read(path), rows: resume.rows, path: path)
    }
    do {
      try AtomicFile.write(Array(text.utf8), to: path)
    } catch {
      throw .system(path: path, reason: "\(error)")
    }
    curve = try AppendedFile(path)
    events = try AppendedFile("\(folder)/\(Self.eventName(in: folder, time: time))")
    try events.append(EventRecord.version(time: time))
    if let resume { try events.append(EventRecord.start(time: time, step: resume.steps + 1)) }
  }

  /// A name no file of the folder has.
  private static func eventName(in folder: String, time: Double) -> String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let stem = "events.out.tfevents.\(Int(time)).\(name).\(getpid())"
    var number = 0
    while access("\(folder)/\(stem).\(number)", F_OK) == 0 { number += 1 }
    return "\(stem).\(number)"
  }

  private static func read(_ path: String) throws(CurveError) -> String {
    guard let file = fopen(path, "re") else {
      throw .system(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= curveLimit {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
    throw .foreign(path: path, line: 1, found: "more than \(curveLimit) bytes")
  }

  /// Adds an update to the curve and the events.
  ///
  /// - Parameter time: seconds since 1970.
  package func add(
    _ update: TrainingUpdate, _ evaluation: TrainingEvaluation?, time: Double
  ) throws(CurveError) {
    try curve.append(Array((LearningCurve.row(update, evaluation) + "\n").utf8))
    let records = Scalars.of(update, evaluation).map {
      EventRecord.scalar($0.tag, $0.value, time: time, step: update.totalSteps)
    }
    try events.append(Array(records.joined()))
  }

  /// Declares events after a step void, when a run went back to it.
  package func goBack(toStep step: Int, time: Double) throws(CurveError) {
    try events.append(EventRecord.start(time: time, step: step + 1))
  }

  /// The curve so far.
  package func points() throws(CurveError) -> [LearningCurve.Point] {
    let path = "\(folder)/\(Self.curveName)"
    return try LearningCurve.points(try Self.read(path), path: path)
  }

  /// Draws the curve into `curve.svg`.
  package func draw(_ plot: CurvePlot) throws(CurveError) {
    let path = "\(folder)/\(Self.plotName)"
    do {
      try AtomicFile.write(Array(plot.svg.utf8), to: path)
    } catch {
      throw .system(path: path, reason: "\(error)")
    }
  }
}
