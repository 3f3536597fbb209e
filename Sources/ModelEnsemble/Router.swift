/// Decides from a brief's length and words how much effort it gets.
///
/// The first rule that holds decides:
///
///     under 100 characters and 2 or more words of measure   fast
///     over 200 characters, or 3 or more words of story      creative
///     over 100 characters and 2 or more words of story      creative
///     otherwise                                             balanced
package enum Router {
  /// The mode for a request that names none.
  package static func mode(for text: String) -> EnsembleMode {
    let length = text.count
    let lowercased = text.lowercased()
    if length < 100, count(measureWords, in: lowercased) >= 2 { return .fast }
    let storyCount = count(storyWords, in: lowercased)
    if length > 200 || storyCount >= 3 { return .creative }
    if length > 100, storyCount >= 2 { return .creative }
    return .balanced
  }

  /// Words of somebody who knows the figures already. Each counts once.
  static let measureWords = [
    "%", "ppm", "퍼센트", "percent", "비율", "ratio", "배합", "함량", "농도", "dosage", "정확",
    "exact", "precise", "예산", "budget", "이하", "at most", "시간 이상", "per kilo",
  ]

  /// Words of somebody who tells a story. Each counts once.
  static let storyWords = [
    "이야기", "추억", "기억", "동화", "영화", "장면", "풍경", "그리움", "그리운", "노을", "새벽",
    "여행", "분위기", "소설", "한 편의 시", "memory", "memories", "dream", "scene", "tale",
    "poem", "imagin", "nostalg", "wander", "atmospher", "childhood", "once upon", "novel",
  ]

  private static func count(_ words: [String], in text: String) -> Int {
    words.count { text.contains($0) }
  }
}
