/// The check of registry numbers of the Chemical Abstracts Service, such as `5392-40-5`.
package enum CASNumber {
  /// Whether the text has the form of a CAS number and its last digit is the right check digit.
  ///
  /// Two to seven digits, two digits, one check digit. The check digit is the sum of the other
  /// digits, each times its place counted from the right from 1, modulo 10 (CAS, "Check Digit
  /// Verification of CAS Registry Numbers").
  package static func isValid(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, (2...7).contains(parts[0].count), parts[1].count == 2,
      parts[2].count == 1, parts[0].first != UInt8(ascii: "0")
    else { return false }
    let digits = parts.joined().map { Int($0) - Int(UInt8(ascii: "0")) }
    guard digits.allSatisfy({ (0...9).contains($0) }), let check = digits.last else { return false }
    let sum = digits.dropLast().reversed().enumerated().reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    return sum % 10 == check
  }
}
