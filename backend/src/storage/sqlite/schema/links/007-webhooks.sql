ALTER TABLE webhooks ADD COLUMN max_events INTEGER NOT NULL DEFAULT 1;
ALTER TABLE webhooks ADD COLUMN max_wait_ms INTEGER NOT NULL DEFAULT 1000;
ALTER TABLE webhooks ADD COLUMN on_failure TEXT NOT NULL DEFAULT 'park';
ALTER TABLE webhooks ADD COLUMN old_secret TEXT;
ALTER TABLE webhooks ADD COLUMN old_secret_until INTEGER;
ALTER TABLE webhooks ADD COLUMN status_reason TEXT;
ALTER TABLE webhooks ADD COLUMN skip_before INTEGER;
ALTER TABLE webhooks ADD COLUMN skip_up_to INTEGER NOT NULL DEFAULT 0;
-- A replay under way, as JSON.
ALTER TABLE webhooks ADD COLUMN replay TEXT;
UPDATE webhooks SET status_reason = 'caller' WHERE status = 'paused';

-- Numbers of clicks that links have reached and that an event has told of: each is told once, whatever is counted again.
CREATE TABLE milestones (
	link_id INTEGER NOT NULL,
	clicks INTEGER NOT NULL,
	PRIMARY KEY (link_id, clicks)
) STRICT, WITHOUT ROWID;
