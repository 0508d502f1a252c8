-- A load of another load's rejected rows remembers which it was; label and id, as records are forgotten.

ALTER TABLE loads ADD COLUMN parent_id BIGINT;

ALTER TABLE loads ADD COLUMN parent_label TEXT;
