import BriefLexicon
import PerfumeryTables

/// The tables inside the binary, for the digest that says which ones decided a result.
enum EmbeddedTables {
  /// The bytes of all word tables and all tables of the perfumery, one after the other.
  static let all: [UInt8] = {
    let words = UnsafeBufferPointer(start: all_lexicons(), count: lexicon_count())
    let tables = UnsafeBufferPointer(start: all_tables(), count: table_count())
    return words.flatMap { UnsafeBufferPointer(start: $0.bytes, count: $0.count) }
      + tables.flatMap { UnsafeBufferPointer(start: $0.bytes, count: $0.count) }
  }()
}
