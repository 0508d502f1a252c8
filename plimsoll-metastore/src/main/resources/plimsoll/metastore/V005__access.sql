-- Users, roles and what they were granted. Passwords only as hashes; an empty hash means that this way of logging in
-- is not open, two empty ones that there is no password. Grants are about names: an empty table means a whole
-- database, an empty database everything. The holder of a grant is a user (holder_host as in users) or a role (empty).

CREATE TABLE users (
  user_name TEXT NOT NULL,
  host_pattern TEXT NOT NULL,
  native_hash TEXT NOT NULL,
  sha2_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_name, host_pattern)
);

CREATE TABLE roles (
  role_name TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL
);

CREATE TABLE privilege_grants (
  holder_kind TEXT NOT NULL,
  holder_name TEXT NOT NULL,
  holder_host TEXT NOT NULL,
  privilege TEXT NOT NULL,
  database_name TEXT NOT NULL,
  table_name TEXT NOT NULL,
  PRIMARY KEY (holder_kind, holder_name, holder_host, privilege, database_name, table_name)
);

CREATE TABLE role_grants (
  holder_kind TEXT NOT NULL,
  holder_name TEXT NOT NULL,
  holder_host TEXT NOT NULL,
  role_name TEXT NOT NULL REFERENCES roles (role_name) ON DELETE CASCADE,
  PRIMARY KEY (holder_kind, holder_name, holder_host, role_name)
);

INSERT INTO users (user_name, host_pattern, native_hash, sha2_hash, created_at) VALUES ('root', '%', '', '', 0);
