import Testing

@testable import TrainingCurves

@Suite struct EventRecordTests {
  /// RFC 3720, appendix B.4.
  @Test(
    arguments: [
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0..<32), 0x46DD_794E), (Array("123456789".utf8), 0xE306_9283),
    ] as [([UInt8], UInt32)])
  func theChecksumIsCastagnolis(bytes: [UInt8], sum: UInt32) {
    #expect(CRC32C.of(bytes) == sum)
  }

  @Test func aScalarIsFramedAsOthersReadIt() throws {
    let record = EventRecord.scalar("train/loss", -0.5, time: 2, step: 300)
    // wall_time 2.0, step 300, summary { value { tag, simple_value } }
    let message: [UInt8] =
      [0x09, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0xAC, 0x02, 0x2A, 19, 0x0A, 17, 0x0A, 10]
      + Array("train/loss".utf8) + [0x15, 0, 0, 0, 0xBF]
    #expect(record.count == message.count + 16)
    #expect(Array(record[12..<12 + message.count]) == message)
    #expect(record[0] == UInt8(message.count))
    let sum = CRC32C.masked(message)
    #expect(record.suffix(4).enumerated().allSatisfy { $1 == UInt8(sum >> (8 * $0) & 0xFF) })
  }
}
