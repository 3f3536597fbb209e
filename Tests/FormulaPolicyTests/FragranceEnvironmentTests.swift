import Testing

@testable import FormulaPolicy
