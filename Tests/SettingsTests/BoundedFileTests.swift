import Foundation
import Testing

@testable import Settings

/// Files are read whole, regular, bounded, and decoded strictly.
@Suite struct BoundedFileTests {
  private func failure(_ path: String, limit: Int = 10) -> BoundedFile.Failure? {
    do throws(BoundedFile.Failure) {
      _ = try BoundedFile.read(path, limit: limit)
      return nil
    } catch {
      return error
    }
  }

  @Test func aFileOfTheLimitIsReadAndALargerOneIsNot() throws {
    let home = try TemporaryHome()
    try home.write("0123456789", to: "ten")
    try home.write([UInt8](repeating: 7, count: 50_000), to: "large")
    #expect(try BoundedFile.read(home.path + "/ten", limit: 10) == Array("0123456789".utf8))
    #expect(failure(home.path + "/ten", limit: 9) == .tooLarge)
    #expect(try BoundedFile.read(home.path + "/large", limit: 50_000).count == 50_000)
    #expect(failure(home.path + "/large", limit: 49_999) == .tooLarge)
  }

  @Test func aLinkIsFollowed() throws {
    let home = try TemporaryHome()
    try home.write("x", to: "real")
    #expect(symlink("real", home.path + "/link") == 0)
    #expect(try BoundedFile.read(home.path + "/link", limit: 1) == [0x78])
    #expect(symlink("loop", home.path + "/loop") == 0)
    guard case .system = failure(home.path + "/loop") else {
      Issue.record("a link to itself was read")
      return
    }
  }

  @Test func whatIsNoFileIsRefusedWithoutWaiting() throws {
    let home = try TemporaryHome()
    #expect(mkfifo(home.path + "/pipe", 0o600) == 0)
    #expect(failure(home.path + "/pipe") == .notRegular)
    #expect(failure(home.path) == .notRegular)
    #expect(failure("/dev/zero") == .notRegular)
  }

  @Test func aPathThatIsNotThereIsMissing() throws {
    let home = try TemporaryHome()
    try home.write("x", to: "file")
    #expect(failure(home.path + "/none") == .missing)
    #expect(failure(home.path + "/file/below") == .missing)
    #expect(failure(home.path + "/file\u{0}") == .missing)
    #expect(failure("") == .missing)
  }

  @Test func aFolderIsToldFromAFile() throws {
    let home = try TemporaryHome()
    try home.write("x", to: "file")
    #expect(BoundedFile.isFolder(home.path))
    #expect(!BoundedFile.isFolder(home.path + "/file"))
    #expect(!BoundedFile.isFolder(home.path + "/none"))
  }

  @Test(arguments: [
    ("a", 1, 2), ("a\n", 2, 1), ("a\r\nb", 2, 2), ("장미\n향", 2, 2), ("", 1, 1),
    ("e\u{301}", 1, 3),
  ])
  func anInvalidByteIsFoundBehindValidText(text: String, line: Int, column: Int) {
    let bytes = Array(text.utf8) + [0xFE, 0x61]
    guard case .invalid(let offset) = DecodedText(bytes) else {
      Issue.record("0xFE was decoded")
      return
    }
    #expect(offset == text.utf8.count)
    for lineEnds in [LineEnds.lineFeed, .yaml] {
      let place = lineEnds.place(ofOffset: offset, in: bytes)
      #expect(place.line == line)
      #expect(place.column == column)
    }
  }

  @Test(arguments: ["a\rb", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"])
  func yamlHasMoreLineEndsThanVariables(text: String) {
    let bytes = Array(text.utf8)
    #expect(LineEnds.yaml.place(ofOffset: bytes.count, in: bytes) == (2, 2))
    #expect(LineEnds.lineFeed.place(ofOffset: bytes.count, in: bytes) == (1, 4))
  }
}
