import Foundation
import Testing

@testable import CheckpointArchive

@Suite final class CheckpointStoreTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "checkpoints-\(UUID().uuidString)").path

  // What cannot be removed is left to the system's temporary folder.
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func checkpoint(_ update: Int) throws -> Checkpoint {
    var checkpoint = try CheckpointFormatTests.checkpoint()
    checkpoint.header.updateCount = update
    return checkpoint
  }

  @Test func theLastFewAndTheBestAreKept() throws {
    let store = try CheckpointStore(folder: "\(folder)/run/one", keptCount: 2)
    #expect(try store.latest() == nil)
    #expect(throws: CheckpointError.self) { try store.best() }
    for update in [5, 10, 15, 20] { try store.keep(try checkpoint(update), isBest: update == 10) }
    #expect(try store.names() == ["update-00000015.ckpt", "update-00000020.ckpt"])
    #expect(try store.latest()?.checkpoint.header.updateCount == 20)
    #expect(try store.best().header.updateCount == 10)
  }

  @Test func aDamagedOneIsPassedOverAndNamed() throws {
    let store = try CheckpointStore(folder: folder, keptCount: 3)
    for update in [5, 10] { try store.keep(try checkpoint(update), isBest: false) }
    let path = "\(folder)/update-00000010.ckpt"
    var bytes = try #require(FileManager.default.contents(atPath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    let found = try #require(try store.latest())
    #expect(found.checkpoint.header.updateCount == 5)
    #expect(found.damaged.count == 1 && found.damaged[0].contains("update-00000010.ckpt"))
  }

  @Test func aFolderThatCannotBeMadeIsSaid() throws {
    #expect(throws: CheckpointError.self) {
      try CheckpointStore(folder: "/dev/null/run", keptCount: 1)
    }
  }
}
