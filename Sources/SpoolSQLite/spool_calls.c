#define _GNU_SOURCE
#include "SpoolSQLite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

int spool_sqlite_no_checkpoint_on_close(struct sqlite3 *connection) {
  int now = 0;
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &now);
}

int spool_sqlite_has_no_checkpoint_on_close(struct sqlite3 *connection) {
  int now = -1;
  // -1 asks without changing.
  if (sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &now) != SQLITE_OK)
    return -1;
  return now;
}

int spool_sqlite_checkpoint_truncate(struct sqlite3 *connection, int *frames, int *copied) {
  return sqlite3_wal_checkpoint_v2(connection, NULL, SQLITE_CHECKPOINT_TRUNCATE, frames, copied);
}

int spool_sqlite_is_read_only(struct sqlite3 *connection) {
  return sqlite3_db_readonly(connection, "main") == 1;
}

int spool_sqlite_version(void) { return sqlite3_libversion_number(); }

int spool_rename_new(int from_folder, const char *from, int to_folder, const char *to) {
  if (renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  // The file system does not know the flag (9p, older NFS): look, then rename. Only the keeper
  // moves files into these folders, and there is one keeper.
  struct stat found;
  if (fstatat(to_folder, to, &found, AT_SYMLINK_NOFOLLOW) == 0)
    return EEXIST;
  return renameat(from_folder, from, to_folder, to) == 0 ? 0 : errno;
}

// fcntl(2), "Leases": a read lease is granted only while nobody has the file open for writing. A
// writer that opens it while we hold the lease, a few microseconds, would send us SIGIO, whose
// default is to end the process; SIGURG, whose default is to do nothing, is asked for instead.
int spool_is_being_written(int file) {
  if (fcntl(file, F_SETSIG, SIGURG) != 0)
    return -1;
  if (fcntl(file, F_SETLEASE, F_RDLCK) == 0) {
    fcntl(file, F_SETLEASE, F_UNLCK);
    return 0;
  }
  return errno == EAGAIN ? 1 : -1;
}

uint64_t spool_file_system_magic(const char *path) {
  struct statfs found;
  return statfs(path, &found) == 0 ? (uint64_t)(uint32_t)found.f_type : 0;
}

int spool_event_descriptor(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
