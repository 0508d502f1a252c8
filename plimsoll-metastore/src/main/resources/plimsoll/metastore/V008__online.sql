-- The online side of tables: orders that were declared, and what commits decided to do there until it is done.

CREATE TABLE table_indexes (
  table_uuid TEXT NOT NULL REFERENCES tables (table_uuid) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  time_column TEXT,
  ttl_kind TEXT NOT NULL,
  ttl_minutes BIGINT NOT NULL,
  ttl_newest INTEGER NOT NULL,
  PRIMARY KEY (table_uuid, ordinal)
);

CREATE TABLE index_keys (
  table_uuid TEXT NOT NULL REFERENCES tables (table_uuid) ON DELETE CASCADE,
  index_ordinal INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  PRIMARY KEY (table_uuid, index_ordinal, ordinal)
);

-- Tables into whose online side something was ever loaded. No reference to tables: their end is a change too.

CREATE TABLE online_tables (
  table_uuid TEXT NOT NULL PRIMARY KEY
);

-- The last number that was given to a change. One row.

CREATE TABLE online_sequence (
  last_number BIGINT NOT NULL
);

INSERT INTO online_sequence (last_number) VALUES (0);

-- load_id is 0 where no load becomes visible by the change.

CREATE TABLE online_changes (
  change_number BIGINT NOT NULL PRIMARY KEY,
  table_uuid TEXT NOT NULL,
  change_kind TEXT NOT NULL,
  load_id BIGINT NOT NULL,
  change_text TEXT NOT NULL
);
