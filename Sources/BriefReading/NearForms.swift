/// Finds the one form a misspelt English word can be meant for.
///
/// Only words of at least seven letters are compared, with the same first letter and one edit
/// (a letter missing, extra, wrong or swapped) between them; a word near two different forms is
/// left alone. Each form is filed under itself and itself without one letter, so a lookup costs
/// the length of the word, not the size of the lexicon.
struct NearForms: Sendable {
  private var entriesByKey: [[UInt32]: [Int]] = [:]
  private var forms: [(letters: [UInt32], entry: Int)] = []

  static let shortestForm = 7

  /// Longer words are not looked up, which bounds the cost of a text without spaces.
  static let longestWord = 24

  mutating func add(_ form: [UInt32], entry: Int) {
    guard form.count >= Self.shortestForm, form.allSatisfy(\.isLatin) else { return }
    let index = forms.count
    forms.append((form, entry))
    for key in Self.keys(of: form) { entriesByKey[key, default: []].append(index) }
  }

  /// The entry of the only form one edit from `word`; nil for none or several.
  func entry(near word: ArraySlice<UInt32>) -> Int? {
    let letters = Array(word)
    guard letters.count >= Self.shortestForm - 1, letters.count <= Self.longestWord,
      letters.allSatisfy(\.isLatin)
    else { return nil }
    var found: Int?
    for key in Self.keys(of: letters) {
      for index in entriesByKey[key] ?? [] {
        let (form, entry) = forms[index]
        guard form[0] == letters[0], Self.isOneEdit(form, letters) else { continue }
        if found != nil, found != entry { return nil }
        found = entry
      }
    }
    return found
  }

  private static func keys(of form: [UInt32]) -> [[UInt32]] {
    var keys = [form]
    for index in form.indices {
      var key = form
      key.remove(at: index)
      keys.append(key)
    }
    return keys
  }

  private static func isOneEdit(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard long.count - short.count <= 1,
      let at = zip(short, long).enumerated().first(where: { $1.0 != $1.1 })?.offset
    else { return left != right && long.count - short.count == 1 }
    if short.count < long.count { return short[at...].elementsEqual(long[(at + 1)...]) }
    if short[(at + 1)...].elementsEqual(long[(at + 1)...]) { return true }
    guard at + 1 < short.count, short[at] == long[at + 1], short[at + 1] == long[at] else {
      return false
    }
    return short[(at + 2)...].elementsEqual(long[(at + 2)...])
  }
}
