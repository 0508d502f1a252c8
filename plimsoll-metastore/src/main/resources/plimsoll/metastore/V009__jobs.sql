-- Statements that run without a client waiting for them. Times are milliseconds since 1970-01-01 UTC.

-- The last number that was given to a job. One row: numbers of forgotten jobs are not given again.

CREATE TABLE job_sequence (
  last_id BIGINT NOT NULL
);

INSERT INTO job_sequence (last_id) VALUES (0);

-- load_label is NULL for a job that loads nothing. No reference to databases: a job is remembered longer.

CREATE TABLE jobs (
  job_id BIGINT NOT NULL PRIMARY KEY,
  job_kind TEXT NOT NULL,
  job_state TEXT NOT NULL,
  user_name TEXT NOT NULL,
  user_host TEXT NOT NULL,
  origin TEXT NOT NULL,
  session_database TEXT,
  statement TEXT NOT NULL,
  load_database TEXT,
  load_label TEXT,
  submitted_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  error TEXT NOT NULL
);

CREATE INDEX jobs_by_end ON jobs (ended_at, job_id);

CREATE TABLE job_variables (
  job_id BIGINT NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
  variable_name TEXT NOT NULL,
  variable_value TEXT NOT NULL,
  PRIMARY KEY (job_id, variable_name)
);
