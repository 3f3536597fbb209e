// What the spool needs from C: its SQL texts, and calls Swift cannot make (variadic ones and those
// that need _GNU_SOURCE).
#ifndef SPOOL_SQLITE_H
#define SPOOL_SQLITE_H

#include <stddef.h>
#include <stdint.h>

struct sqlite3;

// A text embedded at build time; not zero-terminated.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} spool_sql_text;

// Number of schema versions; `spool_sql_schema(v)` brings version v-1 to v, for v in 1...count.
int spool_sql_schema_count(void);
spool_sql_text spool_sql_schema(int version);

// The named statements.
spool_sql_text spool_sql_jobs(void);
spool_sql_text spool_sql_drops(void);

// Forbids the connection to checkpoint when it is the last one to close
// (sqlite3_db_config is variadic). Returns an SQLite result code.
int spool_sqlite_no_checkpoint_on_close(struct sqlite3 *connection);

// Whether that is set: 1 or 0, -1 when it cannot be read.
int spool_sqlite_has_no_checkpoint_on_close(struct sqlite3 *connection);

// sqlite3_wal_checkpoint_v2 with SQLITE_CHECKPOINT_TRUNCATE. Returns an SQLite result code.
int spool_sqlite_checkpoint_truncate(struct sqlite3 *connection, int *frames, int *copied);

// Whether SQLite could open the file for reading only: 1 or 0.
int spool_sqlite_is_read_only(struct sqlite3 *connection);

// sqlite3_libversion_number().
int spool_sqlite_version(void);

// rename without replacing: 0, or an errno value (EEXIST when the target is there).
int spool_rename_new(int from_folder, const char *from, int to_folder, const char *to);

// Whether a regular file opened read-only is open for writing anywhere on this kernel:
// 1 yes, 0 no, -1 this file system or user cannot tell.
int spool_is_being_written(int file);

// eventfd(2), not inherited and not blocking: a descriptor that poll(2) sees once it is written to;
// -1 with errno set on failure.
int spool_event_descriptor(void);

// statfs(2): the file system's magic number, or 0 with errno set.
uint64_t spool_file_system_magic(const char *path);

#endif
