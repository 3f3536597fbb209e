-- The spool's tables, version 1. Moments are milliseconds since 1970-01-01 UTC.
--
-- state: 0 available, 1 retryable, 2 running, 3 completed, 4 discarded, 5 cancelled. The numbers
-- are ordered so that "waiting" is `state < 2` and "final" is `state > 2`: the partial indexes
-- below carry these literals, and SQLite uses such an index only for a query that repeats the very
-- same term.

CREATE TABLE job (
  seq              INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  kind             TEXT    NOT NULL,
  queue            TEXT    NOT NULL,
  state            INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
  priority         INTEGER NOT NULL CHECK (priority BETWEEN -100 AND 100),
  attempt          INTEGER NOT NULL DEFAULT 0,
  max_attempts     INTEGER NOT NULL CHECK (max_attempts >= 1),
  run_at           INTEGER NOT NULL,
  owner            TEXT,
  fencing          INTEGER NOT NULL DEFAULT 0,
  lease_until      INTEGER,
  progress         REAL,
  stage            TEXT,
  failure_code     TEXT,
  failure_message  TEXT,
  result_path      TEXT,
  result_bytes     INTEGER,
  result_sha256    TEXT,
  idempotency_key  TEXT,
  created_at       INTEGER NOT NULL,
  started_at       INTEGER,
  finished_at      INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  pruned           INTEGER NOT NULL DEFAULT 0,
  CHECK (attempt BETWEEN 0 AND max_attempts),
  CHECK ((state = 2) = (owner IS NOT NULL)),
  CHECK ((state = 2) = (lease_until IS NOT NULL)),
  CHECK ((state > 2) = (finished_at IS NOT NULL)),
  CHECK (state <> 3 OR result_path IS NOT NULL)
) STRICT;

-- The payload is written once; apart from the row, a change of state does not copy it.
CREATE TABLE job_payload (
  seq  INTEGER PRIMARY KEY REFERENCES job (seq),
  body TEXT NOT NULL
) STRICT;

-- Only waiting rows: claims cost the same whatever the history.
CREATE INDEX job_waiting ON job (queue, priority DESC, run_at, seq) WHERE state < 2;
CREATE INDEX job_running ON job (owner) WHERE state = 2;
CREATE INDEX job_prunable ON job (finished_at)
  WHERE state > 2 AND result_path IS NOT NULL AND pruned = 0;
CREATE UNIQUE INDEX job_key ON job (idempotency_key) WHERE idempotency_key IS NOT NULL;

-- How many jobs ended in each way, so that nobody counts the history.
CREATE TABLE job_tally (
  queue TEXT    NOT NULL,
  state INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (queue, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER job_ended AFTER UPDATE OF state ON job WHEN new.state > 2
BEGIN
  INSERT INTO job_tally (queue, state, count) VALUES (new.queue, new.state, 1)
  ON CONFLICT (queue, state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER job_reopened AFTER UPDATE OF state ON job WHEN old.state > 2
BEGIN
  UPDATE job_tally SET count = count - 1 WHERE queue = old.queue AND state = old.state;
END;

-- Files accepted from the inbox. digest: SHA-256 of name, a zero byte and content.
CREATE TABLE drop_file (
  seq         INTEGER PRIMARY KEY,
  digest      TEXT    NOT NULL UNIQUE,
  name        TEXT    NOT NULL,
  is_array    INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  answered_at INTEGER
) STRICT;

CREATE INDEX drop_by_name ON drop_file (name, seq);
CREATE INDEX drop_unanswered ON drop_file (seq) WHERE answered_at IS NULL;

CREATE TABLE drop_job (
  file     INTEGER NOT NULL REFERENCES drop_file (seq),
  position INTEGER NOT NULL,
  job      INTEGER NOT NULL REFERENCES job (seq),
  PRIMARY KEY (file, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX drop_job_by_job ON drop_job (job);

-- Kernels that have the spool open. Two live ones at a time cannot share SQLite's memory-mapped
-- index.
CREATE TABLE kernel (
  boot_id TEXT    PRIMARY KEY,
  host    TEXT    NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
