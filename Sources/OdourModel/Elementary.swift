internal import OdourKernels

/// Exponential and logarithm with the same bits on every processor, for single numbers.
enum Elementary {
  static let ln10 = 2.302585092994045684

  static func exp(_ argument: Double) -> Double {
    var value = argument
    odour_exponentials(&value, 1)
    return value
  }

  /// - Precondition: the argument is a normal positive number.
  static func ln(_ argument: Double) -> Double {
    var value = argument
    odour_logarithms(&value, 1)
    return value
  }
}
