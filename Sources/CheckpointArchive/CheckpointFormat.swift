import PolicyLearning
import ResultArchive
import StrictJSON

/// The bytes of a checkpoint file; see docs/checkpoint-format.md.
///
/// Magic, version and header, the tensors in one zstd frame, and a SHA-256 over all that. Nothing
/// in a file is run, no length is believed before it is checked against the bytes that are there.
package enum CheckpointFormat {
  package static let version = 1

  /// Bytes that a file, and what is compressed in it, may have at most.
  ///
  /// The largest networks that settings allow, with both moments, need about 150 MB.
  package static let fileLimit = 1 << 28
  static let contentLimit = 1 << 28
  static let headerLimit = 1 << 20
  static let tensorLimit = 10_000
  static let nameLimit = 200
  static let rankLimit = 4

  private static let magic = Array("FRAGCKPT".utf8)
  private static let digestSize = 64

  /// Random mantissas hardly compress, so the fastest level costs nothing.
  private static let compressionLevel: Int32 = 1

  /// - Throws: `unfit` for what `decode` would refuse; `system` when libzstd fails, for want of
  ///   memory.
  package static func encode(_ checkpoint: Checkpoint) throws(CheckpointError) -> [UInt8] {
    let header = checkpoint.header.json.canonicalBytes
    let mostBytes = try checkedSize(checkpoint.state, headerSize: header.count)
    var content = ByteWriter(capacity: mostBytes)
    content.append(UInt32(checkpoint.state.tensors.count))
    for tensor in checkpoint.state.tensors { append(tensor, to: &content) }
    let frame: [UInt8]
    do {
      frame = try Zstandard.compress(content.bytes, level: compressionLevel)
    } catch {
      throw .system("\(error)")
    }
    var file = ByteWriter(capacity: header.count + frame.count + 200)
    file.append(magic)
    file.append(UInt32(version))
    file.append(UInt32(header.count))
    file.append(header)
    file.append(UInt64(frame.count))
    file.append(frame)
    file.append(Array(Archive.digest(file.bytes).utf8))
    return file.bytes
  }

  /// The bytes a state needs at most.
  ///
  /// - Throws: `unfit`: a file that cannot be read back must not take the place of one that can.
  private static func checkedSize(
    _ state: TrainerState, headerSize: Int
  ) throws(CheckpointError) -> Int {
    guard headerSize <= headerLimit, state.tensors.count <= tensorLimit else {
      throw .unfit("its header or its count of tensors passes the format's limits.")
    }
    var size = 0
    for tensor in state.tensors {
      let count = tensor.shape.reduce(1, *)
      guard tensor.name.utf8.count <= nameLimit, tensor.shape.count <= rankLimit,
        count == tensor.values.count
      else { throw .unfit("tensor \(tensor.name) has a name or a shape the format cannot hold.") }
      size += 24 + nameLimit + 8 * rankLimit + tensor.values.type.width * count
    }
    guard size <= contentLimit else { throw .unfit("it may need more than \(contentLimit) bytes.") }
    return size
  }

  /// - Throws: `damaged` when a single bit is not as it was written; `newer`.
  package static func decode(_ bytes: [UInt8]) throws(CheckpointError) -> Checkpoint {
    var file = ByteReader(bytes)
    guard bytes.count > magic.count + digestSize, try file.take(magic.count) == magic[...] else {
      throw .damaged("it does not begin like a checkpoint")
    }
    let found = Int(try file.word32())
    guard found <= version else { throw .newer(version: found) }
    let body = bytes.dropLast(digestSize)
    guard Archive.digest(Array(body)) == String(decoding: bytes.suffix(digestSize), as: UTF8.self)
    else { throw .damaged("its checksum is wrong") }
    let headerCount = Int(try file.word32())
    guard headerCount <= headerLimit else { throw .damaged("its header is too long") }
    let header = try CheckpointHeader(json: Array(try file.take(headerCount)))
    let frameCount = try file.word64()
    guard frameCount == UInt64(bytes.count - digestSize - file.place) else {
      throw .damaged("its length is wrong")
    }
    let content: [UInt8]
    do {
      content = try Zstandard.decompress(
        Array(try file.take(Int(frameCount))), limit: contentLimit)
    } catch let error as ArchiveError {
      throw .damaged("\(error)")
    } catch {
      throw .damaged("its tensors cannot be taken out")
    }
    return Checkpoint(header: header, state: try state(content))
  }

  private static func state(_ content: [UInt8]) throws(CheckpointError) -> TrainerState {
    var reader = ByteReader(content)
    let count = Int(try reader.word32())
    guard count <= tensorLimit else { throw .damaged("it holds \(count) tensors") }
    var tensors: [StateTensor] = []
    for _ in 0..<count { tensors.append(try tensor(&reader)) }
    guard reader.isAtEnd, let state = TrainerState(tensors) else {
      throw .damaged("its tensors do not end where they should, or share a name")
    }
    return state
  }

  private static func append(_ tensor: StateTensor, to writer: inout ByteWriter) {
    let name = Array(tensor.name.utf8)
    writer.append(UInt32(name.count))
    writer.append(name)
    writer.append(UInt32(tensor.shape.count))
    for size in tensor.shape { writer.append(UInt64(size)) }
    switch tensor.values {
    case .float(let values):
      writer.append(UInt32(0))
      writer.append(values)
    case .double(let values):
      writer.append(UInt32(1))
      writer.append(values.map { $0.bitPattern })
    case .word(let values):
      writer.append(UInt32(2))
      writer.append(values)
    case .byte(let values):
      writer.append(UInt32(3))
      writer.append(values)
    }
  }

  private static func tensor(_ reader: inout ByteReader) throws(CheckpointError) -> StateTensor {
    let nameCount = Int(try reader.word32())
    guard nameCount <= nameLimit else { throw .damaged("a tensor's name is too long") }
    guard let name = String(validating: try reader.take(nameCount), as: UTF8.self) else {
      throw .damaged("a tensor's name is no text")
    }
    let rank = Int(try reader.word32())
    guard rank <= rankLimit else { throw .damaged("tensor \(name) has \(rank) dimensions") }
    var shape: [Int] = []
    var count = 1
    for _ in 0..<rank {
      // Beside a size of 0 the product stays 0 however large the others are.
      guard let size = Int(exactly: try reader.word64()), size <= contentLimit,
        count * size <= contentLimit
      else { throw .damaged("tensor \(name) is too large") }
      shape.append(size)
      count *= size
    }
    let values: StateTensor.Values
    switch try reader.word32() {
    case 0: values = .float(try reader.floats(count))
    case 1: values = .double(try reader.words(count).map { Double(bitPattern: $0) })
    case 2: values = .word(try reader.words(count))
    case 3: values = .byte(Array(try reader.take(count)))
    case let kind: throw .damaged("tensor \(name) is of unknown type \(kind)")
    }
    return StateTensor(name: name, shape: shape, values: values)
  }
}
