-- Statements on jobs. Each begins with a line "-- name: <name>" and has one case in
-- SpoolStatement.swift.

-- name: insertJob
INSERT INTO job
  (id, kind, queue, state, priority, max_attempts, run_at, idempotency_key, created_at)
VALUES (:id, :kind, :queue, 0, :priority, :maxAttempts, :runAt, :key, :now)
ON CONFLICT (idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING;

-- name: insertPayload
INSERT INTO job_payload (seq, body) VALUES (:seq, :body);

-- name: jobOfKey
SELECT id FROM job WHERE idempotency_key = :key;

-- name: countWaiting
SELECT count(*) FROM job WHERE state < 2 AND queue = :queue;

-- name: peek
SELECT 1 FROM job WHERE state < 2 AND queue = :queue AND run_at <= :now LIMIT 1;

-- name: claim
UPDATE job
SET state = 2, owner = :owner, fencing = fencing + 1, lease_until = :until, attempt = attempt + 1,
    started_at = :now, progress = NULL, stage = NULL
WHERE seq IN (
  SELECT seq FROM job
  WHERE state < 2 AND queue = :queue AND run_at <= :now
  ORDER BY priority DESC, run_at, seq
  LIMIT :limit)
RETURNING id, kind, queue, state, priority, attempt, max_attempts, run_at, owner, fencing,
  lease_until, progress, stage, failure_code, failure_message, result_path, result_bytes,
  result_sha256, idempotency_key, created_at, started_at, finished_at, cancel_requested, pruned,
  (SELECT body FROM job_payload WHERE job_payload.seq = job.seq) AS body, seq;

-- name: heartbeat
UPDATE job
SET lease_until = max(lease_until, :until), progress = ifnull(:progress, progress),
    stage = ifnull(:stage, stage)
WHERE id = :id AND state = 2 AND owner = :owner AND fencing = :token
RETURNING lease_until, cancel_requested;

-- name: complete
UPDATE job
SET state = 3, owner = NULL, lease_until = NULL, finished_at = :now, failure_code = NULL,
    failure_message = NULL, result_path = :path, result_bytes = :bytes, result_sha256 = :sha256
WHERE id = :id AND state = 2 AND owner = :owner AND fencing = :token;

-- name: held
SELECT attempt, max_attempts, run_at, cancel_requested
FROM job WHERE id = :id AND state = 2 AND owner = :owner AND fencing = :token;

-- name: endAttempt
UPDATE job
SET state = :state, owner = NULL, lease_until = NULL, attempt = :attempt, run_at = :runAt,
    finished_at = :finishedAt, failure_code = ifnull(:code, failure_code),
    failure_message = ifnull(:message, failure_message)
WHERE id = :id AND state = 2 AND owner = :owner AND fencing = :token;

-- name: running
SELECT id, owner, fencing, lease_until, attempt, max_attempts, run_at, cancel_requested
FROM job WHERE state = 2 ORDER BY owner, seq;

-- name: stateOf
SELECT state FROM job WHERE id = :id;

-- name: cancelWaiting
UPDATE job SET state = 5, finished_at = :now WHERE id = :id AND state < 2;

-- name: requestCancel
UPDATE job SET cancel_requested = 1 WHERE id = :id AND state = 2;

-- name: reopen
UPDATE job
SET state = 0, attempt = 0, run_at = :now, finished_at = NULL, cancel_requested = 0,
    failure_code = NULL, failure_message = NULL, progress = NULL, stage = NULL
WHERE id = :id AND state IN (4, 5);

-- name: job
SELECT id, kind, queue, state, priority, attempt, max_attempts, run_at, owner, fencing,
  lease_until, progress, stage, failure_code, failure_message, result_path, result_bytes,
  result_sha256, idempotency_key, created_at, started_at, finished_at, cancel_requested, pruned,
  body, job.seq AS seq
FROM job JOIN job_payload USING (seq) WHERE id = :id;

-- name: jobs
SELECT id, kind, queue, state, priority, attempt, max_attempts, run_at, owner, fencing,
  lease_until, progress, stage, failure_code, failure_message, result_path, result_bytes,
  result_sha256, idempotency_key, created_at, started_at, finished_at, cancel_requested, pruned,
  body, job.seq AS seq
FROM job JOIN job_payload USING (seq)
WHERE id < ifnull(:before, '~')
  AND (:state IS NULL OR state = :state)
  AND (:kind IS NULL OR kind = :kind)
  AND (:queue IS NULL OR queue = :queue)
ORDER BY id DESC LIMIT :limit;

-- name: waitingDepth
SELECT queue, state, count(*), min(CASE WHEN run_at <= :now THEN created_at END)
FROM job WHERE state < 2 GROUP BY queue, state;

-- name: runningDepth
SELECT queue, count(*) FROM job WHERE state = 2 GROUP BY queue;

-- name: finalDepth
SELECT queue, state, count FROM job_tally;

-- name: runningOwners
SELECT DISTINCT owner FROM job WHERE state = 2;

-- name: prunable
SELECT id, kind, queue, state, priority, attempt, max_attempts, run_at, owner, fencing,
  lease_until, progress, stage, failure_code, failure_message, result_path, result_bytes,
  result_sha256, idempotency_key, created_at, started_at, finished_at, cancel_requested, pruned,
  body, job.seq AS seq
FROM job JOIN job_payload USING (seq)
WHERE state > 2 AND result_path IS NOT NULL AND pruned = 0 AND finished_at < :moment
ORDER BY finished_at LIMIT :limit;

-- name: markPruned
UPDATE job SET pruned = 1 WHERE id = :id AND state > 2;
