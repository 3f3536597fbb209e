import PolicyLearning
import StrictJSON

extension Checkpoint {
  /// The networks and the scale of observations in the safetensors format, for other programs.
  ///
  /// Format: huggingface.co/docs/safetensors: length of the header, header as JSON, then the data.
  package var safetensors: [UInt8] {
    var entries: [String: JSONValue] = [
      "__metadata__": [
        "format": "fragrance.policy/1", "environment": .string(header.environment),
        "palette": .string(header.palette.joined(separator: " ")),
      ]
    ]
    var data = ByteWriter()
    for tensor in state.tensors {
      let start = data.bytes.count
      let type: String
      switch tensor.values {
      case .float(let values) where tensor.name.hasPrefix("network/"):
        data.append(values)
        type = "F32"
      case .double(let values) where tensor.name.hasPrefix("observations/"):
        data.append(values.map { $0.bitPattern })
        type = "F64"
      case .float, .double, .word, .byte: continue
      }
      entries[tensor.name] = [
        "dtype": .string(type), "shape": .array(tensor.shape.map { .int($0) }),
        "data_offsets": [.int(start), .int(data.bytes.count)],
      ]
    }
    var header = JSONValue.object(entries).canonicalBytes
    // Readers want the data aligned; spaces after the header are allowed.
    while header.count % 8 != 0 { header.append(0x20) }
    var file = ByteWriter()
    file.append(UInt64(header.count))
    return file.bytes + header + data.bytes
  }
}
