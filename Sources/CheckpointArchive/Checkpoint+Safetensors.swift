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
    func add(_ tensor: StateTensor, _ type: String, _ append: (inout ByteWriter) -> Void) {
      let start = data.bytes.count
      append(&data)
      entries[tensor.name] = [
        "dtype": .string(type), "shape": .array(tensor.shape.map { .int($0) }),
        "data_offsets": [.int(start), .int(data.bytes.count)],
      ]
    }
    // The wider type first: each number then lies at a multiple of its size.
    for tensor in state.tensors where tensor.name.hasPrefix("observations/") {
      guard case .double(let values) = tensor.values else { continue }
      add(tensor, "F64") { $0.append(values.map(\.bitPattern)) }
    }
    for tensor in state.tensors where tensor.name.hasPrefix("network/") {
      guard case .float(let values) = tensor.values else { continue }
      add(tensor, "F32") { $0.append(values) }
    }
    var header = JSONValue.object(entries).canonicalBytes
    // Readers want the data aligned; spaces after the header are allowed.
    while header.count % 8 != 0 { header.append(0x20) }
    var file = ByteWriter()
    file.append(UInt64(header.count))
    return file.bytes + header + data.bytes
  }
}
