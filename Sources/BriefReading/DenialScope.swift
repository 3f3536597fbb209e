/// The words that one negation standing before them rules out.
///
/// The scope is followed item by item and holds phrases of adjacent words ("sweet vanilla"), joined
/// into a list by commas, "and", "or". It ends with the clause, at a contrast ("but"), at a wish of
/// its own ("lots of"), or where a list goes over into something else.
struct DenialScope {
  /// The phrases ruled out so far; the last may still grow.
  private(set) var phrases: [[Int]] = [[]]

  /// Hard, or soft once "not a lot of" turns out to ask for less only.
  private(set) var denial: Stance.Denial

  /// A second negation that takes back the first: "not without".
  private(set) var cancelledBy: Int?

  private let text: ScannedText

  /// How many unknown words may stand before the first thing ruled out.
  private let reach: Int
  private var unknownCount = 0
  private var sawJoint = false
  private var isListWithColon = false

  /// Items a list is looked ahead for, which bounds the cost of one comma.
  private static let lookahead = 48

  init(after start: Int, reach: Int, _ denial: Stance.Denial, in text: ScannedText) {
    self.text = text
    self.reach = reach
    self.denial = denial
    var index = start + 1
    while index < text.items.count, take(index) { index += 1 }
  }

  private var isEmpty: Bool { phrases.count == 1 && isPhraseOpen }

  /// Whether the next phrase has no word yet.
  private var isPhraseOpen: Bool { phrases.last?.isEmpty ?? true }

  /// Follows one item; false when the scope ends before it.
  private mutating func take(_ index: Int) -> Bool {
    switch text.items[index].content {
    case .stop, .number: return false
    case .colon:
      isListWithColon = isPhraseOpen
      return isPhraseOpen
    case .comma:
      guard let first = phrases.first?.first else { return false }
      guard isListWithColon || !sawJoint && extendsList(from: index, like: first) else {
        return false
      }
      phrases.append([])
      return true
    case .word:
      unknownCount += 1
      return isPhraseOpen && unknownCount <= max(reach, isEmpty ? 0 : 1)
    case .entry: return text.isSubject(index) ? takeSubject(index) : takeRole(at: index)
    }
  }

  private mutating func takeSubject(_ index: Int) -> Bool {
    if let last = phrases.last?.last, last != index - 1 { return false }
    phrases[phrases.count - 1].append(index)
    unknownCount = 0
    return true
  }

  private mutating func takeRole(at index: Int) -> Bool {
    switch text.role(at: index) {
    case .joint?, .alternative?: return takeJoint(index)
    case .denyNext?, .denyAttached?:
      if isEmpty, denial == .hard { cancelledBy = index }
      return false
    case .boostNext?:
      guard isEmpty else { return false }
      denial = .soft
      return true
    case .verb?: return isEmpty
    case .demandNext?, .softenNext?: return isPhraseOpen
    case .hedgeNext?, nil: return takeLight(index)
    default: return false
    }
  }

  private mutating func takeJoint(_ index: Int) -> Bool {
    guard let last = phrases.last?.last else { return true }
    guard continues(after: index, like: last) else { return false }
    sawJoint = true
    phrases.append([])
    return true
  }

  /// Articles, "scent" and hedges: "not a hint of".
  private mutating func takeLight(_ index: Int) -> Bool {
    guard let entry = text.entry(at: index) else { return false }
    let isLight = entry.isFiller || entry.isSuffix
    if !isPhraseOpen { return entry.isSuffix }
    if !isLight, entry.role == nil { unknownCount += 1 }
    return unknownCount <= reach || !isEmpty
  }

  /// Whether "and", "or" carries a negation on to what follows it.
  private func continues(after joint: Int, like last: Int) -> Bool {
    var index = joint + 1
    while let entry = text.entry(at: index), entry.isFiller, entry.role == nil,
      !text.isSubject(index)
    { index += 1 }
    if text.role(at: joint) == .alternative {
      return text.role(at: index) == nil || text.isSubject(index)
    }
    return text.isSubject(index) && text.kind(at: index) == text.kind(at: last)
  }

  /// Whether the comma goes on with the list that `first` began.
  ///
  /// It does when an "or" is still to come, or when nothing but nouns of the same kind follow up to
  /// the end of the clause. A bare "not" needs the "or": "not rose, jasmine" contrasts the two.
  private func extendsList(from comma: Int, like first: Int) -> Bool {
    var isPure = true
    var hasElement = false
    for index in (comma + 1)..<min(text.items.count, comma + Self.lookahead) {
      switch text.items[index].content {
      case .comma: continue
      case .stop: return hasElement && isPure && reach < 4
      case .word, .number, .colon: return false
      case .entry: break
      }
      if text.isSubject(index) {
        hasElement = true
        isPure = isPure && text.areAlike(index, first)
        continue
      }
      switch text.role(at: index) {
      case .alternative?: return true
      case .break?: return hasElement && isPure && reach < 4
      case nil, .joint?: continue
      default: return false
      }
    }
    return hasElement && isPure && reach < 4
  }
}
