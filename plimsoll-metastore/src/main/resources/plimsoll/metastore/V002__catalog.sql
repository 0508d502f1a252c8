-- Databases and tables as declared. Times are milliseconds since 1970-01-01 UTC; truth values are 0 or 1.

CREATE TABLE databases (
  database_id BIGINT NOT NULL PRIMARY KEY,
  database_name TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

CREATE TABLE database_properties (
  database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
  property_key TEXT NOT NULL,
  property_value TEXT NOT NULL,
  PRIMARY KEY (database_id, property_key)
);

CREATE TABLE tables (
  table_uuid TEXT NOT NULL PRIMARY KEY,
  database_id BIGINT NOT NULL REFERENCES databases (database_id),
  table_name TEXT NOT NULL,
  key_kind TEXT NOT NULL,
  table_comment TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (database_id, table_name)
);

CREATE TABLE columns (
  table_uuid TEXT NOT NULL REFERENCES tables (table_uuid) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  field_id INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  data_type TEXT NOT NULL,
  is_nullable INTEGER NOT NULL,
  default_kind TEXT,
  default_text TEXT,
  column_comment TEXT NOT NULL,
  PRIMARY KEY (table_uuid, ordinal)
);

CREATE TABLE table_keys (
  table_uuid TEXT NOT NULL REFERENCES tables (table_uuid) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  PRIMARY KEY (table_uuid, ordinal)
);

CREATE TABLE partition_fields (
  table_uuid TEXT NOT NULL REFERENCES tables (table_uuid) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  transform TEXT NOT NULL,
  width INTEGER,
  PRIMARY KEY (table_uuid, ordinal)
);

CREATE TABLE table_properties (
  table_uuid TEXT NOT NULL REFERENCES tables (table_uuid) ON DELETE CASCADE,
  property_key TEXT NOT NULL,
  property_value TEXT NOT NULL,
  PRIMARY KEY (table_uuid, property_key)
);
