-- What an event says beside its link, as JSON. Hits have columns of their own instead.
ALTER TABLE events ADD COLUMN data TEXT;
