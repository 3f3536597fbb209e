import PolicyLearning
import ResultArchive
import SeededRandom
import StrictJSON
import Testing

@testable import CheckpointArchive

/// Files with right checksums and wrong content: a checksum keeps out accidents, not intentions.
@Suite struct ForgedCheckpointTests {
  /// A file as `CheckpointFormat` lays it out, around any header and content.
  private static func file(header: [UInt8], content: [UInt8]) throws -> [UInt8] {
    let frame = try Zstandard.compress(content, level: 1)
    var file = ByteWriter()
    file.append(Array("FRAGCKPT".utf8))
    file.append(UInt32(CheckpointFormat.version))
    file.append(UInt32(header.count))
    file.append(header)
    file.append(UInt64(frame.count))
    file.append(frame)
    return file.bytes + Array(Archive.digest(file.bytes).utf8)
  }

  private static func parts(
    _ checkpoint: Checkpoint
  ) throws -> (header: [UInt8], content: [UInt8]) {
    var file = ByteReader(try CheckpointFormat.encode(checkpoint))
    _ = try file.take(12)
    let header = Array(try file.take(Int(try file.word32())))
    let frame = Array(try file.take(Int(try file.word64())))
    return (header, try Zstandard.decompress(frame, limit: CheckpointFormat.contentLimit))
  }

  /// One tensor with such a name and shape and no numbers.
  private static func tensor(name: [UInt8] = [0x61], shape: [UInt64], type: UInt32 = 0) -> [UInt8] {
    var content = ByteWriter()
    content.append(UInt32(1))
    content.append(UInt32(name.count))
    content.append(name)
    content.append(UInt32(shape.count))
    content.append(shape)
    content.append(type)
    return content.bytes
  }

  @Test func partsPutTogetherAgainAreTheCheckpoint() throws {
    let checkpoint = try CheckpointFormatTests.checkpoint()
    let (header, content) = try Self.parts(checkpoint)
    #expect(try CheckpointFormat.decode(Self.file(header: header, content: content)) == checkpoint)
  }

  @Test(
    arguments: [
      [.max], [0, .max], [.max, 0], [1 << 62, 4], [1 << 32, 1 << 32, 0], [1 << 28, 1 << 28],
      [1, 1, 1, 1, 1], [1 << 27],
    ] as [[UInt64]])
  func shapesThatAreNotThereAreRefused(shape: [UInt64]) throws {
    let header = try Self.parts(try CheckpointFormatTests.checkpoint()).header
    for type in UInt32(0)...4 {
      let file = try Self.file(header: header, content: Self.tensor(shape: shape, type: type))
      #expect(throws: CheckpointError.self) { try CheckpointFormat.decode(file) }
    }
  }

  @Test func aNameThatIsNoTextIsRefused() throws {
    let header = try Self.parts(try CheckpointFormatTests.checkpoint()).header
    let content = Self.tensor(name: [0xFF], shape: [0])
    let file = try Self.file(header: header, content: content)
    #expect(throws: CheckpointError.damaged("a tensor's name is no text")) {
      try CheckpointFormat.decode(file)
    }
  }

  @Test func aBombOfZerosIsRefusedAtTheLimit() throws {
    let frame = try Zstandard.compress([UInt8](repeating: 0, count: 1 << 20), level: 1)
    #expect(throws: ArchiveError.self) { try Zstandard.decompress(frame, limit: 1 << 16) }
  }

  @Test(arguments: [
    #""observationSize":65536,"hiddenSizes":[1024,1024,1024,1024]"#,
    #""observationSize":1000000,"hiddenSizes":[3]"#, #""observationSize":4,"hiddenSizes":[2000]"#,
    #""observationSize":4,"hiddenSizes":[]"#, #""observationSize":4,"hiddenSizes":[3,3,3,3,3]"#,
    #""observationSize":4,"hiddenSizes":[3],"palette":["rose",7]"#,
    #""observationSize":4,"hiddenSizes":[3],"more":1"#,
  ])
  func sizesThatThePolicyDoesNotHaveAreRefusedWithoutRoomForThem(members: String) throws {
    let (bytes, content) = try Self.parts(try CheckpointFormatTests.checkpoint())
    guard case .object(var header) = try JSONParser.parse(bytes).value,
      case .object(let changes) = try JSONParser.parse(Array("{\(members)}".utf8)).value
    else {
      Issue.record("no objects")
      return
    }
    header.merge(changes) { $1 }
    let file = try Self.file(header: JSONValue.object(header).canonicalBytes, content: content)
    #expect(throws: CheckpointError.self) { try CheckpointFormat.decode(file).policy() }
  }

  @Test(arguments: 1...40)
  func changedContentIsTakenAsItIsOrRefused(seed: UInt64) throws {
    let original = try Self.parts(try CheckpointFormatTests.checkpoint(updates: 1))
    var generator = SplitMix64(seed: seed)
    for _ in 0..<25 {
      var (header, content) = original
      for _ in 0...generator.next() % 4 {
        if generator.next() % 2 == 0 {
          header[Int(generator.next() % UInt64(header.count))] = UInt8(
            truncatingIfNeeded: generator.next())
        } else {
          // Lengths and shapes are small numbers near the start of each tensor.
          content[Int(generator.next() % UInt64(content.count))] = UInt8(
            truncatingIfNeeded: generator.next())
        }
      }
      if generator.next() % 4 == 0 { content.removeLast(Int(generator.next() % 64)) }
      let file = try Self.file(header: header, content: content)
      do throws(CheckpointError) {
        let checkpoint = try CheckpointFormat.decode(file)
        // Whatever is taken is whole: it can be kept, judged and exported.
        let again = try CheckpointFormat.decode(try CheckpointFormat.encode(checkpoint))
        #expect(again.header == checkpoint.header)
        _ = checkpoint.safetensors
        try checkpoint.check()
      } catch {
        #expect(!"\(error)".isEmpty)
      }
    }
  }
}
