-- Forgetting old loads finds where they begin by this index; before, each look sorted all loads.

CREATE INDEX loads_by_end ON loads (database_id, finished_at, load_id);
