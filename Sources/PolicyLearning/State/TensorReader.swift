/// Takes tensors out of a state, each of a known type and count.
package struct TensorReader {
  private let tensors: [String: StateTensor]

  /// - Parameter state: names that are there twice count once.
  package init(_ state: TrainerState) {
    tensors = Dictionary(
      state.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The values of a tensor; throws when it is missing or not as expected.
  ///
  /// - Parameter count: nil takes any.
  package func doubles(_ name: String, count: Int? = nil) throws(StateError) -> [Double] {
    guard case .double(let values) = try tensor(name, count).values else {
      throw .unfit(tensor: name, detail: "holds no doubles")
    }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    return values
  }

  /// The values of a tensor; throws when it is missing or not as expected.
  package func floats(_ name: String, count: Int) throws(StateError) -> [Float] {
    guard case .float(let values) = try tensor(name, count).values else {
      throw .unfit(tensor: name, detail: "holds no floats")
    }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    return values
  }

  /// The values of a tensor; throws when it is missing or not as expected.
  package func words(_ name: String, count: Int) throws(StateError) -> [UInt64] {
    guard case .word(let values) = try tensor(name, count).values else {
      throw .unfit(tensor: name, detail: "holds no whole numbers")
    }
    return values
  }

  /// The values of a tensor; throws when it is missing or not as expected.
  package func bytes(_ name: String) throws(StateError) -> [UInt8] {
    guard case .byte(let values) = try tensor(name, nil).values else {
      throw .unfit(tensor: name, detail: "holds no bytes")
    }
    return values
  }

  /// The values of a tensor; throws when it is missing or not as expected.
  func scale(size: Int) throws(StateError) -> ObservationScale {
    let count = try doubles("observations/count", count: 1)[0]
    let squares = try doubles("observations/squares", count: size)
    guard count >= 0, squares.allSatisfy({ $0 >= 0 }) else {
      throw .unfit(tensor: "observations", detail: "has a negative variance")
    }
    return ObservationScale(
      count: count, means: try doubles("observations/mean", count: size), squares: squares)
  }

  private func tensor(_ name: String, _ count: Int?) throws(StateError) -> StateTensor {
    guard let tensor = tensors[name] else { throw .unfit(tensor: name, detail: "is missing") }
    if let count, tensor.values.count != count {
      throw .unfit(
        tensor: name, detail: "holds \(tensor.values.count) numbers, \(count) are expected")
    }
    return tensor
  }
}
