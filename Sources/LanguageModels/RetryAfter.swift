/// Reads the `Retry-After` header (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// Longer waits are taken as this long; no caller waits an hour anyway.
  static let longest = Duration.seconds(3600)

  /// The wait that was asked for, 0 s ... `longest`; nil when absent or not readable.
  ///
  /// - Parameter date: the `Date` header of the same answer. A wait given as a point in time is
  ///   counted from it, so that the two clocks need not agree; without it such a wait is unknown.
  static func duration(_ header: String?, date: String?) -> Duration? {
    guard let header else { return nil }
    if !header.isEmpty, header.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(longest, .seconds(Int64(header) ?? 3600))
    }
    guard let until = seconds(header), let now = date.flatMap(seconds) else { return nil }
    return min(longest, max(.zero, .seconds(until - now)))
  }

  /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; nil for any other form.
  static func seconds(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]),
      let year = Int64(parts[3]),
      let monthIndex = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3, (1...31).contains(day), (1970...9999).contains(year),
      (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
    else { return nil }
    let days = daysSince1970(year: year, month: Int64(monthIndex + 1), day: day)
    return days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Days of the Gregorian calendar: whole years from March on, so that leap days come last.
  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = (month + 9) % 12
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    // 306 days lie between 1 March and 1 January; 719,468 between 1 March of year 0 and 1970.
    return marchYear * 365 + leapDays + (marchMonth * 306 + 5) / 10 + day - 1 - 719_468
  }
}
