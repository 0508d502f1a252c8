-- Loads, the labels they hold, and the lives of the server. Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE loads (
  load_id BIGINT NOT NULL PRIMARY KEY,
  database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  label_generated INTEGER NOT NULL,
  load_state TEXT NOT NULL,
  load_kind TEXT NOT NULL,
  loaded_rows BIGINT NOT NULL,
  filtered_rows BIGINT NOT NULL,
  unselected_rows BIGINT NOT NULL,
  nulled_values BIGINT NOT NULL,
  source_bytes BIGINT NOT NULL,
  written_bytes BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  plan_ms BIGINT NOT NULL,
  read_ms BIGINT NOT NULL,
  write_ms BIGINT NOT NULL,
  commit_ms BIGINT NOT NULL,
  digest TEXT,
  abort_reason TEXT NOT NULL,
  user_name TEXT NOT NULL,
  origin TEXT NOT NULL,
  source TEXT NOT NULL,
  statement TEXT NOT NULL,
  details TEXT NOT NULL,
  error_log TEXT
);

CREATE INDEX loads_by_time ON loads (started_at, load_id);

CREATE INDEX loads_by_database ON loads (database_id, started_at, load_id);

CREATE INDEX loads_by_label ON loads (database_id, label);

CREATE TABLE load_tables (
  load_id BIGINT NOT NULL REFERENCES loads (load_id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  database_name TEXT NOT NULL,
  table_name TEXT NOT NULL,
  PRIMARY KEY (load_id, ordinal)
);

-- One row per label that no other load may take. It outlives the load's record if a user gave the
-- label, so it says by itself which load it was. label_hash: first 128 bits of SHA-256 in hex.

CREATE TABLE labels (
  database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
  label_hash TEXT NOT NULL,
  load_id BIGINT NOT NULL,
  label_generated INTEGER NOT NULL,
  load_kind TEXT NOT NULL,
  finished_at BIGINT NOT NULL,
  PRIMARY KEY (database_id, label_hash)
);

CREATE TABLE epochs (
  epoch BIGINT NOT NULL PRIMARY KEY,
  opened_at BIGINT NOT NULL
);

-- No reference to tables: files may lie in a table's directory before it is created and after it is
-- dropped.

CREATE TABLE touched_tables (
  epoch BIGINT NOT NULL,
  table_uuid TEXT NOT NULL,
  database_name TEXT NOT NULL,
  table_name TEXT NOT NULL,
  PRIMARY KEY (epoch, table_uuid)
);

-- One row, written after a COMMIT failed: see Sessions.

CREATE TABLE fence (
  turns BIGINT NOT NULL
);

INSERT INTO fence (turns) VALUES (0);
