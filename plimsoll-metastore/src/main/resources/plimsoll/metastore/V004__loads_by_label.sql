-- Every load asks for the newest load of its label. In this order the index answers that alone; before,
-- SQLite walked all loads of the database by time instead.

DROP INDEX loads_by_label;

CREATE INDEX loads_by_label ON loads (database_id, label, started_at, load_id);
