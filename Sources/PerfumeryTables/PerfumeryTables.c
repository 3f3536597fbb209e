/* #embed is C23; the compiler flags it in the older default dialect. */
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "PerfumeryTables.h"

/* The catalogue: materials, compositions of naturals, figures, notes, and their sources. */

static const unsigned char materials[] = {
#embed "tables/materials.tsv"
};

static const unsigned char compositions[] = {
#embed "tables/compositions.tsv"
};

static const unsigned char figures[] = {
#embed "tables/figures.tsv"
};

static const unsigned char notes[] = {
#embed "tables/notes.tsv"
};

static const unsigned char sources[] = {
#embed "tables/sources.tsv"
};

/* The rules: standards, constituents of naturals, labelling, limits of the law. */

static const unsigned char amendments[] = {
#embed "tables/amendments.tsv"
};

static const unsigned char standards[] = {
#embed "tables/standards.tsv"
};

static const unsigned char standard_cas[] = {
#embed "tables/standard_cas.tsv"
};

static const unsigned char limits[] = {
#embed "tables/limits.tsv"
};

static const unsigned char contributions[] = {
#embed "tables/contributions.tsv"
};

static const unsigned char sums[] = {
#embed "tables/sums.tsv"
};

static const unsigned char grades[] = {
#embed "tables/grades.tsv"
};

static const unsigned char members[] = {
#embed "tables/members.tsv"
};

static const unsigned char law_limits[] = {
#embed "tables/law_limits.tsv"
};

static const unsigned char bans[] = {
#embed "tables/bans.tsv"
};

static const unsigned char specifications[] = {
#embed "tables/specifications.tsv"
};

static const unsigned char schiff_bases[] = {
#embed "tables/schiff_bases.tsv"
};

static const unsigned char allergens[] = {
#embed "tables/allergens.tsv"
};

static const unsigned char allergens_korea[] = {
#embed "tables/allergens_korea.tsv"
};

static const unsigned char allergen_shares[] = {
#embed "tables/allergen_shares.tsv"
};

static const unsigned char products[] = {
#embed "tables/products.tsv"
};

static const unsigned char categories[] = {
#embed "tables/categories.tsv"
};

static const unsigned char rule_sources[] = {
#embed "tables/rule_sources.tsv"
};

/* Stability: what materials do in the bottle, and the rules that speak of it. */

static const unsigned char stability_classes[] = {
#embed "tables/stability_classes.tsv"
};

static const unsigned char stability_rules[] = {
#embed "tables/stability_rules.tsv"
};

static const unsigned char stability_sources[] = {
#embed "tables/stability_sources.tsv"
};

/* One list for the functions by name and for the table of all. */
#define ALL_TABLES \
  TABLE(materials) TABLE(compositions) TABLE(figures) \
  TABLE(notes) TABLE(sources) TABLE(amendments) \
  TABLE(standards) TABLE(standard_cas) TABLE(limits) \
  TABLE(contributions) TABLE(sums) TABLE(grades) \
  TABLE(members) TABLE(law_limits) TABLE(bans) \
  TABLE(specifications) TABLE(schiff_bases) TABLE(allergens) \
  TABLE(allergens_korea) TABLE(allergen_shares) TABLE(products) \
  TABLE(categories) TABLE(rule_sources) TABLE(stability_classes) \
  TABLE(stability_rules) TABLE(stability_sources)

#define TABLE(name) \
  embedded_table table_##name(void) { return (embedded_table){name, sizeof name}; }
ALL_TABLES
#undef TABLE

#define TABLE(name) {name, sizeof name},
static const embedded_table all[] = {ALL_TABLES};
#undef TABLE

const embedded_table *all_tables(void) { return all; }

size_t table_count(void) { return sizeof all / sizeof all[0]; }
