/* #embed is C23; the compiler flags it in the older default dialect. */
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "PerfumeryTables.h"

/* The catalogue: materials, compositions of naturals, figures, notes, and their sources. */

static const unsigned char materials[] = {
#embed "tables/materials.tsv"
};
embedded_table table_materials(void) { return (embedded_table){materials, sizeof materials}; }

static const unsigned char compositions[] = {
#embed "tables/compositions.tsv"
};
embedded_table table_compositions(void) {
  return (embedded_table){compositions, sizeof compositions};
}

static const unsigned char figures[] = {
#embed "tables/figures.tsv"
};
embedded_table table_figures(void) { return (embedded_table){figures, sizeof figures}; }

static const unsigned char notes[] = {
#embed "tables/notes.tsv"
};
embedded_table table_notes(void) { return (embedded_table){notes, sizeof notes}; }

static const unsigned char sources[] = {
#embed "tables/sources.tsv"
};
embedded_table table_sources(void) { return (embedded_table){sources, sizeof sources}; }

/* The rules: standards, constituents of naturals, labelling, limits of the law. */

static const unsigned char amendments[] = {
#embed "tables/amendments.tsv"
};
embedded_table table_amendments(void) { return (embedded_table){amendments, sizeof amendments}; }

static const unsigned char standards[] = {
#embed "tables/standards.tsv"
};
embedded_table table_standards(void) { return (embedded_table){standards, sizeof standards}; }

static const unsigned char standard_cas[] = {
#embed "tables/standard_cas.tsv"
};
embedded_table table_standard_cas(void) {
  return (embedded_table){standard_cas, sizeof standard_cas};
}

static const unsigned char limits[] = {
#embed "tables/limits.tsv"
};
embedded_table table_limits(void) { return (embedded_table){limits, sizeof limits}; }

static const unsigned char contributions[] = {
#embed "tables/contributions.tsv"
};
embedded_table table_contributions(void) {
  return (embedded_table){contributions, sizeof contributions};
}

static const unsigned char sums[] = {
#embed "tables/sums.tsv"
};
embedded_table table_sums(void) { return (embedded_table){sums, sizeof sums}; }

static const unsigned char grades[] = {
#embed "tables/grades.tsv"
};
embedded_table table_grades(void) { return (embedded_table){grades, sizeof grades}; }

static const unsigned char members[] = {
#embed "tables/members.tsv"
};
embedded_table table_members(void) { return (embedded_table){members, sizeof members}; }

static const unsigned char law_limits[] = {
#embed "tables/law_limits.tsv"
};
embedded_table table_law_limits(void) { return (embedded_table){law_limits, sizeof law_limits}; }

static const unsigned char bans[] = {
#embed "tables/bans.tsv"
};
embedded_table table_bans(void) { return (embedded_table){bans, sizeof bans}; }

static const unsigned char specifications[] = {
#embed "tables/specifications.tsv"
};
embedded_table table_specifications(void) {
  return (embedded_table){specifications, sizeof specifications};
}

static const unsigned char schiff_bases[] = {
#embed "tables/schiff_bases.tsv"
};
embedded_table table_schiff_bases(void) {
  return (embedded_table){schiff_bases, sizeof schiff_bases};
}

static const unsigned char allergens[] = {
#embed "tables/allergens.tsv"
};
embedded_table table_allergens(void) { return (embedded_table){allergens, sizeof allergens}; }

static const unsigned char allergens_korea[] = {
#embed "tables/allergens_korea.tsv"
};
embedded_table table_allergens_korea(void) {
  return (embedded_table){allergens_korea, sizeof allergens_korea};
}

static const unsigned char allergen_shares[] = {
#embed "tables/allergen_shares.tsv"
};
embedded_table table_allergen_shares(void) {
  return (embedded_table){allergen_shares, sizeof allergen_shares};
}

static const unsigned char products[] = {
#embed "tables/products.tsv"
};
embedded_table table_products(void) { return (embedded_table){products, sizeof products}; }

static const unsigned char categories[] = {
#embed "tables/categories.tsv"
};
embedded_table table_categories(void) { return (embedded_table){categories, sizeof categories}; }

static const unsigned char rule_sources[] = {
#embed "tables/rule_sources.tsv"
};
embedded_table table_rule_sources(void) {
  return (embedded_table){rule_sources, sizeof rule_sources};
}

/* Stability: what materials do in the bottle, and the rules that speak of it. */

static const unsigned char stability_classes[] = {
#embed "tables/stability_classes.tsv"
};
embedded_table table_stability_classes(void) {
  return (embedded_table){stability_classes, sizeof stability_classes};
}

static const unsigned char stability_rules[] = {
#embed "tables/stability_rules.tsv"
};
embedded_table table_stability_rules(void) {
  return (embedded_table){stability_rules, sizeof stability_rules};
}

static const unsigned char stability_sources[] = {
#embed "tables/stability_sources.tsv"
};
embedded_table table_stability_sources(void) {
  return (embedded_table){stability_sources, sizeof stability_sources};
}
