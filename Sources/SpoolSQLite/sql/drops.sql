-- Statements on files dropped into the inbox and on kernels. Form as in jobs.sql.

-- name: fileOfDigest
SELECT seq FROM drop_file WHERE digest = :digest;

-- name: insertFile
INSERT INTO drop_file (digest, name, is_array, accepted_at) VALUES (:digest, :name, :isArray, :now);

-- name: insertFileJob
INSERT INTO drop_job (file, position, job)
VALUES (:file, :position, (SELECT seq FROM job WHERE id = :job));

-- name: jobIDsOfFile
SELECT job.id FROM drop_job JOIN job ON job.seq = drop_job.job
WHERE drop_job.file = :file ORDER BY drop_job.position;

-- name: answerable
SELECT seq, digest, name, is_array,
  EXISTS (
    SELECT 1 FROM drop_file AS newer
    WHERE newer.name = drop_file.name AND newer.seq > drop_file.seq
      AND newer.answered_at IS NOT NULL) AS is_superseded
FROM drop_file
WHERE answered_at IS NULL AND seq > :after AND NOT EXISTS (
  SELECT 1 FROM drop_job JOIN job ON job.seq = drop_job.job
  WHERE drop_job.file = drop_file.seq AND job.state <= 2)
ORDER BY seq LIMIT :limit;

-- name: markAnswered
UPDATE drop_file SET answered_at = :now WHERE digest = :digest AND answered_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM drop_job JOIN job ON job.seq = drop_job.job
    WHERE drop_job.file = drop_file.seq AND job.state <= 2);

-- name: reanswerFile
UPDATE drop_file SET answered_at = NULL WHERE digest = :digest AND answered_at IS NOT NULL;

-- name: reanswerJob
UPDATE drop_file SET answered_at = NULL
WHERE answered_at IS NOT NULL AND seq IN (
  SELECT file FROM drop_job WHERE job = (SELECT seq FROM job WHERE id = :id));

-- name: otherKernels
SELECT host FROM kernel WHERE boot_id <> :bootID AND seen_at > :since ORDER BY seen_at DESC LIMIT 1;

-- name: noteKernel
INSERT INTO kernel (boot_id, host, seen_at) VALUES (:bootID, :host, :now)
ON CONFLICT (boot_id) DO UPDATE SET host = :host, seen_at = max(seen_at, :now);

-- name: forgetKernels
DELETE FROM kernel WHERE seen_at <= :since;
