#include "BriefLexicon.h"

/* The toolchain's clang takes #embed in every C dialect and warns below C23. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char families[] = {
#embed "tables/families.tsv"
};
lexicon_table lexicon_families(void) { return (lexicon_table){families, sizeof families}; }

static const unsigned char notes[] = {
#embed "tables/notes.tsv"
};
lexicon_table lexicon_notes(void) { return (lexicon_table){notes, sizeof notes}; }

static const unsigned char images[] = {
#embed "tables/images.tsv"
};
lexicon_table lexicon_images(void) { return (lexicon_table){images, sizeof images}; }

static const unsigned char moods[] = {
#embed "tables/moods.tsv"
};
lexicon_table lexicon_moods(void) { return (lexicon_table){moods, sizeof moods}; }

static const unsigned char fields[] = {
#embed "tables/fields.tsv"
};
lexicon_table lexicon_fields(void) { return (lexicon_table){fields, sizeof fields}; }

static const unsigned char grammar[] = {
#embed "tables/grammar.tsv"
};
lexicon_table lexicon_grammar(void) { return (lexicon_table){grammar, sizeof grammar}; }

static const unsigned char traps[] = {
#embed "tables/traps.tsv"
};
lexicon_table lexicon_traps(void) { return (lexicon_table){traps, sizeof traps}; }

static const unsigned char particles[] = {
#embed "tables/particles.tsv"
};
lexicon_table lexicon_particles(void) { return (lexicon_table){particles, sizeof particles}; }
