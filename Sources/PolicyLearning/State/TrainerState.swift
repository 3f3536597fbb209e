/// Everything a training run is at the end of an update, as named tensors.
///
/// A trainer that takes this up goes on exactly as the one it came from.
package struct TrainerState: Sendable, Equatable {
  /// In a fixed order; names are unique.
  package private(set) var tensors: [StateTensor] = []

  package init() {}

  /// - Returns: nil when two tensors share a name.
  package init?(_ tensors: [StateTensor]) {
    guard Set(tensors.map(\.name)).count == tensors.count else { return nil }
    self.tensors = tensors
  }

  /// Of the states of the ranks' generators; not there for one rank.
  static let ordersName = "ranks/orders"

  /// Ranks the state was made with.
  package var rankCount: Int { self[Self.ordersName]?.values.count ?? 1 }

  package subscript(name: String) -> StateTensor? { tensors.first { $0.name == name } }

  /// Adds a tensor; the shape is a row of all values unless said.
  package mutating func add(
    _ name: String, _ values: StateTensor.Values, shape: [Int]? = nil
  ) {
    tensors.append(StateTensor(name: name, shape: shape ?? [values.count], values: values))
  }
}

/// One array of numbers of a state.
package struct StateTensor: Sendable, Equatable {
  /// The numbers, by type.
  package enum Values: Sendable, Equatable {
    case float([Float])
    case double([Double])
    case word([UInt64])
    case byte([UInt8])

    package var count: Int {
      switch self {
      case .float(let values): values.count
      case .double(let values): values.count
      case .word(let values): values.count
      case .byte(let values): values.count
      }
    }
  }

  /// Such as `policy/0/weight`: lower-case words joined by slashes.
  package let name: String

  /// Row-major; the product is the count of the values.
  package let shape: [Int]
  package let values: Values

  package init(name: String, shape: [Int], values: Values) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}
