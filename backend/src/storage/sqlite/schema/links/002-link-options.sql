ALTER TABLE links ADD COLUMN utm TEXT;
ALTER TABLE links ADD COLUMN max_clicks INTEGER;
ALTER TABLE links ADD COLUMN forward_query INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN forward_query_overrides INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN append_click_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN password_hash TEXT;
ALTER TABLE links ADD COLUMN variants TEXT NOT NULL DEFAULT '[]';
ALTER TABLE links ADD COLUMN imported_clicks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN created_by INTEGER NOT NULL DEFAULT 0;

-- Expiries that no event has told of yet. Each is told once: a row goes in the transaction that emits.
CREATE TABLE pending_expiries (
	expires_at INTEGER NOT NULL,
	link_id INTEGER NOT NULL,
	PRIMARY KEY (expires_at, link_id)
) STRICT, WITHOUT ROWID;
INSERT INTO pending_expiries (expires_at, link_id) SELECT expires_at, id FROM links WHERE expires_at IS NOT NULL AND deleted_at IS NULL;

-- Which change a revert undid, and what a change was about (JSON), for those who read the list of changes.
ALTER TABLE changes ADD COLUMN reverts INTEGER;
ALTER TABLE changes ADD COLUMN summary TEXT;
CREATE INDEX changes_by_reverted ON changes (reverts) WHERE reverts IS NOT NULL;
