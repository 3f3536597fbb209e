import BriefLexicon
import PerfumeryTables

/// The tables inside the binary, for the digest that says which ones decided a result.
enum EmbeddedTables {
  /// The bytes of all tables that can change a result, one after the other.
  static let all: [UInt8] = {
    let tables = [
      table_materials(), table_figures(), table_notes(), table_standards(), table_standard_cas(),
      table_limits(), table_contributions(), table_sums(), table_grades(), table_members(),
      table_law_limits(), table_bans(), table_specifications(), table_schiff_bases(),
      table_allergens(), table_allergen_shares(), table_products(), table_compositions(),
      table_stability_classes(), table_stability_rules(), table_stability_sources(),
    ]
    return tables.flatMap { UnsafeBufferPointer(start: $0.bytes, count: $0.count) }
  }()
}
