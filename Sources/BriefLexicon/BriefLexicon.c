#include "BriefLexicon.h"

/* The toolchain's clang takes #embed in every C dialect and warns below C23. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char families[] = {
#embed "tables/families.tsv"
};

static const unsigned char notes[] = {
#embed "tables/notes.tsv"
};

static const unsigned char images[] = {
#embed "tables/images.tsv"
};

static const unsigned char moods[] = {
#embed "tables/moods.tsv"
};

static const unsigned char fields[] = {
#embed "tables/fields.tsv"
};

static const unsigned char grammar[] = {
#embed "tables/grammar.tsv"
};

static const unsigned char traps[] = {
#embed "tables/traps.tsv"
};

static const unsigned char particles[] = {
#embed "tables/particles.tsv"
};

/* One list for the functions by name and for the table of all. */
#define ALL_TABLES \
  TABLE(families) TABLE(notes) TABLE(images) TABLE(moods) \
  TABLE(fields) TABLE(grammar) TABLE(traps) TABLE(particles)

#define TABLE(name) \
  lexicon_table lexicon_##name(void) { return (lexicon_table){name, sizeof name}; }
ALL_TABLES
#undef TABLE

#define TABLE(name) {name, sizeof name},
static const lexicon_table all[] = {ALL_TABLES};
#undef TABLE

const lexicon_table *all_lexicons(void) { return all; }

size_t lexicon_count(void) { return sizeof all / sizeof all[0]; }
