#ifndef BRIEF_LEXICON_H
#define BRIEF_LEXICON_H

#include <stddef.h>

/// The bytes of a word table compiled into the program: UTF-8, tab-separated, a header line first.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} lexicon_table;

/// Every table below, in a fixed order.
const lexicon_table *all_lexicons(void);

/// How many tables there are.
size_t lexicon_count(void);

/// Words that name a family or an accord.
lexicon_table lexicon_families(void);

/// Words that name a note.
lexicon_table lexicon_notes(void);

/// Places, weather, food, materials and scenes that call a smell to mind.
lexicon_table lexicon_images(void);

/// Words for a mood, a texture or a temperature.
lexicon_table lexicon_moods(void);

/// Words for season, time of day, product, strength, longevity, allergens and units.
lexicon_table lexicon_fields(void);

/// Words that change what their neighbours mean: negation, hedges, lists, demands.
lexicon_table lexicon_grammar(void);

/// Words that look like one of the others and are not.
lexicon_table lexicon_traps(void);

/// What a Korean noun may be followed by inside one written word.
lexicon_table lexicon_particles(void);

#endif
