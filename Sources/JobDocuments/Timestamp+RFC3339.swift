package import JobSpool

/// Moments as RFC 3339 writes them, from 1970-01-01 to 9999-12-31.
///
/// The calendar arithmetic is H. Hinnant's `days_from_civil` and its inverse
/// (howardhinnant.github.io/date_algorithms.html): years begin in March, so that the leap day is
/// the last of its year.
extension Timestamp {
  private static let dayMilliseconds: Int64 = 86_400_000

  /// The end of the year 9999.
  private static let lastMilliseconds: Int64 = 253_402_300_799_999

  /// Reads a date and time with an offset, such as `2026-11-23T09:30:00+09:00`; nil for anything
  /// else.
  ///
  /// Parts of a second smaller than a millisecond are cut off. A second of 60 is refused, since
  /// this clock has none.
  package init?(rfc3339 text: String) {
    var fields = FieldReader(bytes: Array(text.utf8))
    guard
      let year = fields.number(digits: 4), fields.take("-"),
      let month = fields.number(digits: 2), fields.take("-"),
      let day = fields.number(digits: 2), fields.take("T"),
      let hour = fields.number(digits: 2), fields.take(":"),
      let minute = fields.number(digits: 2), fields.take(":"),
      let second = fields.number(digits: 2),
      let fraction = fields.milliseconds(),
      let offset = fields.offsetMinutes(), fields.isAtEnd,
      (1969...9999).contains(year), (1...12).contains(month),
      (1...Self.dayCount(year: year, month: month)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    let seconds = (hour * 60 + minute - offset) * 60 + second
    let milliseconds = Int64(days) * Self.dayMilliseconds + Int64(seconds) * 1000 + Int64(fraction)
    guard (0...Self.lastMilliseconds).contains(milliseconds) else { return nil }
    self.init(milliseconds: milliseconds)
  }

  /// The moment in UTC with milliseconds, such as `2026-11-23T00:30:00.000Z`.
  package var rfc3339: String {
    let days = Int(
      (milliseconds - ((milliseconds % Self.dayMilliseconds) + Self.dayMilliseconds)
        % Self.dayMilliseconds)
        / Self.dayMilliseconds)
    let rest = Int(milliseconds - Int64(days) * Self.dayMilliseconds)
    let (year, month, day) = Self.date(days: days)
    let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { Self.pad($0, to: 2) }
    return "\(Self.pad(year, to: 4))-\(Self.pad(month, to: 2))-\(Self.pad(day, to: 2))"
      + "T\(time.joined(separator: ":")).\(Self.pad(rest % 1000, to: 3))Z"
  }

  private static func dayCount(year: Int, month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  private static func days(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func pad(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Takes fixed fields off the front of a text.
private struct FieldReader {
  let bytes: [UInt8]
  var index = 0

  var isAtEnd: Bool { index == bytes.count }

  /// RFC 3339 allows `t` and `z` in lower case.
  mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard index < bytes.count else { return false }
    let byte = bytes[index]
    let upper = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
    guard UInt32(upper) == letter.value else { return false }
    index += 1
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard index + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[index..<index + digits] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    index += digits
    return value
  }

  /// Zero when there is no fraction; nil for a point without digits or more than nine of them.
  mutating func milliseconds() -> Int? {
    guard take(".") else { return 0 }
    var value = 0
    var count = 0
    while let digit = number(digits: 1) {
      if count < 3 { value = value * 10 + digit }
      count += 1
    }
    guard (1...9).contains(count) else { return nil }
    for _ in min(count, 3)..<3 { value *= 10 }
    return value
  }

  mutating func offsetMinutes() -> Int? {
    if take("Z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(digits: 2), take(":"),
      let minutes = number(digits: 2), hours < 24, minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }
}
