/// A brief in the form words are looked up in, with the way back to the text as it was written.
///
/// Folding makes one spelling of many: lower case, no accents, Hangul composed from conjoining
/// letters, full-width characters as their plain forms, invisible characters left out. It works
/// scalar by scalar, so its cost is linear and its result does not depend on locale or on the
/// Unicode tables of the machine.
struct FoldedText: Sendable {
  /// The folded scalars.
  private(set) var scalars: [UInt32] = []

  /// For each folded scalar, the position in `original` of the first scalar it came from.
  private var origins: [Int] = []

  /// The text as it was written.
  private let original: [Unicode.Scalar]

  init(_ text: String) {
    original = Array(text.unicodeScalars)
    scalars.reserveCapacity(original.count)
    origins.reserveCapacity(original.count)
    for (position, scalar) in original.enumerated() { take(scalar.value, at: position) }
  }

  var count: Int { scalars.count }

  /// Whether any syllable or letter of the text is Hangul.
  var hasHangul: Bool {
    scalars.contains {
      $0.isHangul || (0x1100...0x11FF).contains($0) || (0x3131...0x318E).contains($0)
    }
  }

  /// The words of a range of folded scalars as they were written.
  func written(_ range: Range<Int>) -> String {
    guard let first = range.first, first < origins.count else { return "" }
    let end = range.upperBound < origins.count ? origins[range.upperBound] : original.count
    var view = String.UnicodeScalarView()
    view.append(contentsOf: original[origins[first]..<end])
    return String(view)
  }

  /// The folded scalars of a range as text.
  func folded(_ range: Range<Int>) -> String { String(folding: scalars[range]) }

  private mutating func take(_ value: UInt32, at position: Int) {
    if joinsHangul(value) || Self.isInvisible(value) { return }
    for scalar in Self.folding(of: value) {
      scalars.append(scalar)
      origins.append(position)
    }
  }

  /// Composes conjoining Hangul letters as Unicode (chapter 3.12) defines it; true when `value` was
  /// merged into the scalar before it.
  private mutating func joinsHangul(_ value: UInt32) -> Bool {
    guard let last = scalars.last else { return false }
    if (0x1161...0x1175).contains(value), (0x1100...0x1112).contains(last) {
      scalars[scalars.count - 1] = 0xAC00 + ((last - 0x1100) * 21 + (value - 0x1161)) * 28
      return true
    }
    let isOpenSyllable = (0xAC00...0xD7A3).contains(last) && (last - 0xAC00) % 28 == 0
    if (0x11A8...0x11C2).contains(value), isOpenSyllable {
      scalars[scalars.count - 1] = last + (value - 0x11A7)
      return true
    }
    return false
  }

  /// Accents on their own, zero-width characters, variation selectors, directional marks.
  private static func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0x0300...0x036F, 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064,
      0xFE00...0xFE0F,
      0xFEFF:
      true
    default: false
    }
  }

  private static func folding(of value: UInt32) -> [UInt32] {
    switch value {
    case 0x41...0x5A: return [value + 32]
    case 0..<0x80: return [value == 0x09 ? 0x20 : value]
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return [0x20]
    case 0x2018, 0x2019, 0x02BC, 0x60, 0xB4: return [0x27]
    case 0x2010...0x2013, 0x2212: return [0x2D]
    case 0x2014, 0x2015: return [0x3B]
    case 0xFF01...0xFF5E: return folding(of: value - 0xFEE0)
    case 0xFFE6: return [0x20A9]
    case 0xC0...0x17E: return latin[value] ?? [value]
    default: return [value]
    }
  }

  /// Accented Latin letters by the plain letters that stand for them.
  private static let latin: [UInt32: [UInt32]] = {
    let plain: [(String, String)] = [
      ("a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄą"), ("ae", "Ææ"), ("c", "ÇçĆćČč"), ("d", "ÐðĎďĐđ"),
      ("e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚě"), ("g", "Ğğ"), ("i", "ÌÍÎÏìíîïĪīİı"), ("l", "Łł"),
      ("n", "ÑñŃńŇň"), ("o", "ÒÓÔÕÖØòóôõöøŌōŐő"), ("oe", "Œœ"), ("r", "Řř"), ("s", "ŚśŞşŠš"),
      ("ss", "ß"), ("u", "ÙÚÛÜùúûüŪūŮůŰű"), ("y", "ÝýÿŸ"), ("z", "ŹźŻżŽž"),
    ]
    var table: [UInt32: [UInt32]] = [:]
    for (letters, accented) in plain {
      for scalar in accented.unicodeScalars {
        table[scalar.value] = letters.unicodeScalars.map(\.value)
      }
    }
    return table
  }()
}

extension UInt32 {
  var isHangul: Bool { (0xAC00...0xD7A3).contains(self) }

  var isLatin: Bool { (0x61...0x7A).contains(self) }

  var isDigit: Bool { (0x30...0x39).contains(self) }

  /// A space or hyphen: what may or may not stand between the parts of a compound.
  var isJoiner: Bool { self == 0x20 || self == 0x2D || self == 0x5F }
}

extension String {
  /// The text of folded scalars; a value that is no scalar is left out.
  init(folding scalars: some Sequence<UInt32>) {
    var view = String.UnicodeScalarView()
    for case let scalar? in scalars.map({ Unicode.Scalar($0) }) { view.append(scalar) }
    self.init(view)
  }
}
