/// An odour family: one of the seventeen in which every profile, brief and material is described.
///
/// The raw value is the name in results, briefs and tables. The order of the cases is the order
/// of every family vector.
package enum Family: String, CaseIterable, Sendable, Hashable {
  case citrus, floral, fruity, green, aromatic, spicy, woody, mossy, amber, smoky
  case gourmand, musk, powdery, aldehydic, aquatic, leather, animalic

  /// Position in a `FamilyVector`, from 0.
  package var index: Int {
    Self.indices[self, default: 0]
  }

  private static let indices = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// One number per family, `[17]`, in the order of `Family.allCases`.
package struct FamilyVector: Sendable, Hashable {
  /// Values in the order of `Family.allCases`; always 17 of them.
  package private(set) var values: [Double]

  /// All families at zero.
  package static let zero = FamilyVector()

  package init() {
    values = Array(repeating: 0, count: Family.allCases.count)
  }

  package init(_ weights: [Family: Double]) {
    self.init()
    for (family, weight) in weights { self[family] = weight }
  }

  /// - Precondition: one value per family, in the order of `Family.allCases`.
  package init(inOrder values: [Double]) {
    precondition(values.count == Family.allCases.count)
    self.values = values
  }

  package subscript(family: Family) -> Double {
    get { values[family.index] }
    set { values[family.index] = newValue }
  }

  /// Sum over the families.
  package var total: Double { values.reduce(0, +) }

  /// The same direction with a sum of 1; unchanged when the sum is not positive.
  package var normalised: FamilyVector {
    let sum = total
    guard sum > 0 else { return self }
    return self * (1 / sum)
  }

  /// Cosine of the angle to another vector, 0...1 for non-negative vectors; 0 when either is zero.
  package func cosine(to other: FamilyVector) -> Double {
    var dot = 0.0
    var own = 0.0
    var others = 0.0
    for index in values.indices {
      dot += values[index] * other.values[index]
      own += values[index] * values[index]
      others += other.values[index] * other.values[index]
    }
    guard own > 0, others > 0 else { return 0 }
    return dot / (own.squareRoot() * others.squareRoot())
  }

  package static func + (left: FamilyVector, right: FamilyVector) -> FamilyVector {
    var sum = left
    for index in sum.values.indices { sum.values[index] += right.values[index] }
    return sum
  }

  package static func * (vector: FamilyVector, factor: Double) -> FamilyVector {
    var scaled = vector
    for index in scaled.values.indices { scaled.values[index] *= factor }
    return scaled
  }
}
