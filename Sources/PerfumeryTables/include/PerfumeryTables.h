#ifndef PERFUMERY_TABLES_H
#define PERFUMERY_TABLES_H

#include <stddef.h>

/// The bytes of a table compiled into the program: UTF-8, tab-separated, a header line first.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} embedded_table;

/* Every table below, in a fixed order, and how many there are. */
const embedded_table *all_tables(void);
size_t table_count(void);

/* The catalogue: materials, compositions of naturals, figures, notes, and their sources. */
embedded_table table_materials(void);
embedded_table table_compositions(void);
embedded_table table_figures(void);
embedded_table table_notes(void);
embedded_table table_sources(void);

/* The rules: standards, constituents of naturals, labelling, limits of the law. */
embedded_table table_amendments(void);
embedded_table table_standards(void);
embedded_table table_standard_cas(void);
embedded_table table_limits(void);
embedded_table table_contributions(void);
embedded_table table_sums(void);
embedded_table table_grades(void);
embedded_table table_members(void);
embedded_table table_law_limits(void);
embedded_table table_bans(void);
embedded_table table_specifications(void);
embedded_table table_schiff_bases(void);
embedded_table table_allergens(void);
embedded_table table_allergens_korea(void);
embedded_table table_allergen_shares(void);
embedded_table table_products(void);
embedded_table table_categories(void);
embedded_table table_rule_sources(void);

/* Stability: what materials do in the bottle, and the rules that speak of it. */
embedded_table table_stability_classes(void);
embedded_table table_stability_rules(void);
embedded_table table_stability_sources(void);

#endif
