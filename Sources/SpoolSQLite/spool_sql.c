#include "SpoolSQLite.h"

// #embed is C23, which this compiler offers in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char schema_0001[] = {
#embed "sql/schema-0001.sql"
};

static const unsigned char jobs[] = {
#embed "sql/jobs.sql"
};

static const unsigned char drops[] = {
#embed "sql/drops.sql"
};

int spool_sql_schema_count(void) { return 1; }

spool_sql_text spool_sql_schema(int version) {
  switch (version) {
  case 1:
    return (spool_sql_text){schema_0001, sizeof schema_0001};
  default:
    return (spool_sql_text){NULL, 0};
  }
}

spool_sql_text spool_sql_jobs(void) { return (spool_sql_text){jobs, sizeof jobs}; }

spool_sql_text spool_sql_drops(void) { return (spool_sql_text){drops, sizeof drops}; }
