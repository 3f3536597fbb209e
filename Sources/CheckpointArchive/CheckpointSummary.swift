import PolicyLearning
package import StrictJSON

/// What a checkpoint holds, without its numbers.
package struct CheckpointSummary: Sendable, Equatable {
  /// One tensor's name, type and shape.
  package struct Row: Sendable, Equatable {
    package let name: String

    /// `f32`, `f64`, `u64` or `u8`.
    package let type: String
    package let shape: [Int]
    package let byteCount: Int
  }

  package let header: CheckpointHeader

  /// In the order of the file.
  package let tensors: [Row]

  /// Weights and biases of both networks.
  package let parameterCount: Int

  package init(_ checkpoint: Checkpoint) {
    header = checkpoint.header
    tensors = checkpoint.state.tensors.map { tensor in
      let (type, width) = tensor.values.type
      return Row(
        name: tensor.name, type: type, shape: tensor.shape,
        byteCount: width * tensor.values.count)
    }
    parameterCount = checkpoint.state.tensors.reduce(0) {
      $1.name.hasPrefix("network/") ? $0 + $1.values.count : $0
    }
  }

  package var json: JSONValue {
    let rows = tensors.map { row -> JSONValue in
      [
        "name": .string(row.name), "type": .string(row.type),
        "shape": .array(row.shape.map { .int($0) }), "bytes": .int(row.byteCount),
      ]
    }
    return [
      "format": .int(CheckpointFormat.version), "header": header.json,
      "parameters": .int(parameterCount), "tensors": .array(rows),
    ]
  }
}

extension StateTensor.Values {
  /// The name of the type, and the bytes of one number.
  var type: (name: String, width: Int) {
    switch self {
    case .float: ("f32", 4)
    case .double: ("f64", 8)
    case .word: ("u64", 8)
    case .byte: ("u8", 1)
    }
  }
}
