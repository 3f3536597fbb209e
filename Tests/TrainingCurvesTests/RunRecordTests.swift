import Foundation
import PolicyLearning
import Testing

@testable import TrainingCurves

@Suite final class RunRecordTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "curves-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  // What cannot be removed is left to the system's temporary folder.
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var curve: String {
    get throws { try String(contentsOfFile: "\(folder)/curve.csv", encoding: .utf8) }
  }

  private func update(_ number: Int) -> TrainingUpdate {
    var update = TrainingUpdate()
    update.number = number
    update.totalSteps = number * 100
    update.meanReturn = number > 1 ? 0.1 * Double(number) : nil
    update.stepsPerSecond = 12.5 * Double(number)
    return update
  }

  private func evaluation(_ score: Double) -> TrainingEvaluation {
    TrainingEvaluation(
      score: score, meanReturn: 2, meanLength: 32, details: [(name: "mean_fit", value: 0.75)])
  }

  @Test func aResumedCurveEqualsOneThatRanThrough() throws {
    let whole = try RunRecord(folder: folder, resume: nil, time: 1)
    for number in 1...5 { try whole.add(update(number), nil, time: 1) }
    let expected = try curve
    let first = try RunRecord(folder: folder, resume: nil, time: 2)
    for number in 1...4 { try first.add(update(number), nil, time: 2) }
    // A kill in the middle of a row.
    let torn = try curve + "5,500,0,0."
    try torn.write(toFile: "\(folder)/curve.csv", atomically: true, encoding: .utf8)
    let second = try RunRecord(folder: folder, resume: (rows: 2, steps: 200), time: 3)
    for number in 3...5 { try second.add(update(number), nil, time: 3) }
    #expect(try curve == expected)
  }

  @Test func aForeignCurveIsNotWrittenOver() throws {
    let text = "my,own,table\n1,2,3\n"
    try text.write(toFile: "\(folder)/curve.csv", atomically: true, encoding: .utf8)
    #expect(throws: CurveError.self) {
      try RunRecord(folder: folder, resume: (rows: 1, steps: 100), time: 1)
    }
    #expect(try curve == text)
  }

  @Test func aCurveThatIsTooShortIsRefused() throws {
    let record = try RunRecord(folder: folder, resume: nil, time: 1)
    try record.add(update(1), nil, time: 1)
    #expect(throws: CurveError.self) {
      try RunRecord(folder: folder, resume: (rows: 2, steps: 200), time: 1)
    }
  }

  @Test func pointsAreReadBack() throws {
    let record = try RunRecord(folder: folder, resume: nil, time: 1)
    try record.add(update(1), nil, time: 1)
    try record.add(update(2), evaluation(0.5), time: 1)
    #expect(
      try record.points() == [
        LearningCurve.Point(steps: 100, meanReturn: nil, score: nil),
        LearningCurve.Point(steps: 200, meanReturn: 0.2, score: 0.5),
      ])
  }

  @Test(arguments: [0, 1, 3, 5, 18, 20])
  func aCellThatIsNoValueIsRefused(column: Int) throws {
    let record = try RunRecord(folder: folder, resume: nil, time: 1)
    try record.add(update(2), evaluation(0.5), time: 1)
    var lines = try curve.split(separator: "\n").map(String.init)
    var cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    cells[column] = "rose"
    lines[1] = cells.joined(separator: ",")
    #expect(throws: CurveError.foreign(path: "c", line: 2, found: String(lines[1].prefix(80)))) {
      try LearningCurve.points(lines.map { "\($0)\n" }.joined(), path: "c")
    }
  }

  @Test func everyResumeHasAnEventFileOfItsOwn() throws {
    _ = try RunRecord(folder: folder, resume: nil, time: 7)
    _ = try RunRecord(folder: folder, resume: (rows: 0, steps: 0), time: 7)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix("events.out.tfevents.7.") }
    #expect(names.count == 2)
  }

  /// With `TENSORBOARD_PYTHON` naming a Python that has the `tensorboard` package.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["TENSORBOARD_PYTHON"] != nil))
  func tensorBoardReadsEveryScalarBack() throws {
    let python = try #require(ProcessInfo.processInfo.environment["TENSORBOARD_PYTHON"])
    let record = try RunRecord(folder: folder, resume: nil, time: 1_700_000_000)
    for number in 1...4 {
      try record.add(update(number), evaluation(0.25 * Double(number)), time: 1_700_000_000)
    }
    // What was said of steps after 200 is void then.
    let next = try RunRecord(folder: folder, resume: (rows: 2, steps: 200), time: 1_700_000_010)
    try next.add(update(3), nil, time: 1_700_000_010)
    let script = URL(filePath: #filePath).deletingLastPathComponent().path + "/read_events.py"
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [script, folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let found = try JSONDecoder().decode([String: [[Double]]].self, from: output)
    for (tag, value) in Scalars.of(update(2), evaluation(0.5)) {
      let row = try #require(found[tag]?.first { $0[0] == 200 }, "\(tag)")
      #expect(Float(row[1]) == Float(value), "\(tag)")
    }
    #expect(found["train/loss"]?.map { $0[0] } == [100, 200, 300])
    #expect(found["eval/score"]?.map { $0[0] } == [100, 200])
  }
}
