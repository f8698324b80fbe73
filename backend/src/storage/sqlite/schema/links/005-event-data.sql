-- What an event says beside its link, as JSON.
ALTER TABLE outbox ADD COLUMN data TEXT;
