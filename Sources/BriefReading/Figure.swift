/// Reads figures as people write them: `1,500`, `0.05`, `20`.
enum Figure {
  /// The figure that begins at `start` and the position after it.
  ///
  /// A comma counts as a thousands separator when exactly three digits follow it. More than 15
  /// digits are read as the largest figure, which every later bound refuses.
  static func read(_ letters: [UInt32], from start: Int) -> (value: Double, end: Int) {
    var value = 0.0
    var end = start
    var digitCount = 0
    while end < letters.count {
      if letters[end].isDigit {
        value = value * 10 + Double(letters[end] - 0x30)
        digitCount += 1
        end += 1
      } else if letters[end] == 0x2C, isGroup(letters, after: end) {
        end += 1
      } else {
        break
      }
    }
    var scale = 0.1
    if end + 1 < letters.count, letters[end] == 0x2E, letters[end + 1].isDigit {
      end += 1
      while end < letters.count, letters[end].isDigit {
        value += Double(letters[end] - 0x30) * scale
        scale /= 10
        end += 1
      }
    }
    // Sums of tenths carry binary error; figures of briefs have few places.
    let rounded = (value * 1e6).rounded() / 1e6
    return (digitCount > 15 ? .greatestFiniteMagnitude : rounded, end)
  }

  private static func isGroup(_ letters: [UInt32], after comma: Int) -> Bool {
    guard comma + 3 < letters.count else { return false }
    let group = letters[comma + 1...comma + 3]
    let isOver = comma + 4 >= letters.count || !letters[comma + 4].isDigit
    return group.allSatisfy(\.isDigit) && isOver
  }
}
