import PolicyLearning
import StrictJSON
import Testing

@testable import CheckpointArchive

/// The rules of huggingface.co/docs/safetensors, checked by reading the bytes anew.
@Suite struct SafetensorsTests {
  private func parse(_ bytes: [UInt8]) throws -> (header: JSONValue, data: [UInt8]) {
    var reader = ByteReader(bytes)
    let count = Int(try reader.word64())
    let header = Array(try reader.take(count))
    #expect(header.first == UInt8(ascii: "{"))
    return (try JSONParser.parse(header).value, Array(bytes[reader.place...]))
  }

  @Test func everyTensorIsWhereTheHeaderSaysWithoutGaps() throws {
    let checkpoint = try CheckpointFormatTests.checkpoint()
    let (header, data) = try parse(checkpoint.safetensors)
    guard case .object(let entries) = header else {
      Issue.record("no object")
      return
    }
    var ranges: [Range<Int>] = []
    for (name, entry) in entries where name != "__metadata__" {
      let tensor = try #require(checkpoint.state[name])
      guard case .array(let offsets)? = entry["data_offsets"], case .int(let start) = offsets[0],
        case .int(let end) = offsets[1]
      else {
        Issue.record("no offsets")
        return
      }
      ranges.append(start..<end)
      var reader = ByteReader(Array(data[start..<end]))
      switch tensor.values {
      case .float(let values):
        #expect(entry["dtype"] == .string("F32") && start % 4 == 0)
        #expect(try reader.floats(values.count) == values)
      case .double(let values):
        #expect(entry["dtype"] == .string("F64") && start % 8 == 0)
        #expect(try reader.words(values.count) == values.map(\.bitPattern))
      case .word, .byte: Issue.record("\(name) is no number of a policy")
      }
      #expect(reader.isAtEnd)
      #expect(entry["shape"] == .array(tensor.shape.map { .int($0) }))
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == data.count)
    for (range, next) in zip(ranges, ranges.dropFirst()) {
      #expect(range.upperBound == next.lowerBound)
    }
    #expect(entries["observations/mean"] != nil && entries["network/policy/weight"] != nil)
    #expect(entries["adam/first"] == nil)
  }

  @Test func theHeaderEndsAtAWholeWord() throws {
    var reader = ByteReader(try CheckpointFormatTests.checkpoint().safetensors)
    #expect(try reader.word64() % 8 == 0)
  }
}
