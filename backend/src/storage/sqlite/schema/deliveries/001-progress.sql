CREATE TABLE progress (
	webhook_id INTEGER PRIMARY KEY,
	start_revision INTEGER NOT NULL,
	cursor INTEGER NOT NULL,
	failures INTEGER NOT NULL,
	last_error TEXT,
	next_attempt_at INTEGER
) STRICT;
