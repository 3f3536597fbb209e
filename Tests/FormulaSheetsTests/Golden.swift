import FoundationEssentials
import Testing

/// Compares a text with the file of that name in `golden/` beside the tests.
///
/// With `FRAGRANCE_RECORD_GOLDEN=1` the file is written anew, and the test fails all the same.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "golden")
  let file = folder.appending(path: name)
  if ProcessInfo.processInfo.environment["FRAGRANCE_RECORD_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  #expect(text == recorded, sourceLocation: sourceLocation)
}
