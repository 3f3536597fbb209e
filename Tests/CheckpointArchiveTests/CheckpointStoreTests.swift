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

  @Test func whenNoneIsWholeThatIsSaidAndNothingBegunAnew() throws {
    let store = try CheckpointStore(folder: folder, keptCount: 3)
    for update in [5, 10] {
      try store.keep(try checkpoint(update), isBest: false)
      let path = "\(folder)/\(try #require(try store.names().last))"
      try Data("torn".utf8).write(to: URL(filePath: path))
    }
    #expect {
      try store.latest()
    } throws: {
      let text = "\($0)"
      return text.contains("update-00000005.ckpt") && text.contains("update-00000010.ckpt")
    }
  }

  @Test func oneOfALaterFormatIsNotPassedOver() throws {
    let store = try CheckpointStore(folder: folder, keptCount: 3)
    try store.keep(try checkpoint(5), isBest: false)
    var bytes = try CheckpointFormat.encode(try checkpoint(10))
    bytes[8] = 2
    try Data(bytes).write(to: URL(filePath: "\(folder)/update-00000010.ckpt"))
    #expect(throws: CheckpointError.newer(version: 2)) { try store.latest() }
  }

  @Test func theOneWrittenLastIsTheLatest() throws {
    let store = try CheckpointStore(folder: folder, keptCount: 1)
    for update in [5, 30, 20] { try store.keep(try checkpoint(update), isBest: update == 30) }
    #expect(try store.names() == ["update-00000020.ckpt"])
    #expect(try store.latest()?.checkpoint.header.updateCount == 20)
    #expect(try store.best().header.updateCount == 30)
  }

  @Test func theOneThatIsGoneBackToOutlivesYoungerOnes() throws {
    let store = try CheckpointStore(folder: folder, keptCount: 2)
    for update in [4, 8, 9, 10, 11] {
      try store.keep(try checkpoint(update), isBest: false, sparing: 8)
    }
    #expect(
      try store.names() == ["update-00000008.ckpt", "update-00000010.ckpt", "update-00000011.ckpt"])
    try store.keep(try checkpoint(12), isBest: false, sparing: 12)
    #expect(try store.names() == ["update-00000011.ckpt", "update-00000012.ckpt"])
  }

  @Test func otherFilesOfTheFolderAreLeftAlone() throws {
    let store = try CheckpointStore(folder: folder, keptCount: 1)
    let names = ["update-7.ckpt", "update-mine.ckpt", "update-00000001.ckpt.old", "notes"]
    for name in names { try Data().write(to: URL(filePath: "\(folder)/\(name)")) }
    try store.keep(try checkpoint(5), isBest: false)
    try store.keep(try checkpoint(6), isBest: false)
    #expect(try store.names() == ["update-00000006.ckpt"])
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(left) == Set(names + ["update-00000006.ckpt"]))
  }

  @Test func anOrdinaryFolderOrPipeIsNoCheckpoint() throws {
    _ = try CheckpointStore(folder: "\(folder)/update-00000005.ckpt", keptCount: 1)
    #expect(throws: CheckpointError.self) {
      try CheckpointStore.read("\(folder)/update-00000005.ckpt")
    }
    #expect(throws: CheckpointError.self) { try CheckpointStore.read("/dev/zero") }
  }

  @Test func aFolderThatCannotBeMadeIsSaid() throws {
    #expect(throws: CheckpointError.self) {
      try CheckpointStore(folder: "/dev/null/run", keptCount: 1)
    }
  }
}
