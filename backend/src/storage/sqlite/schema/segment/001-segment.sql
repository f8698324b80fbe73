-- One file a day; its first position is in its name. `format` tells readers how to read a row: rows are never rewritten.
CREATE TABLE events (
	position INTEGER PRIMARY KEY,
	format INTEGER NOT NULL,
	type TEXT NOT NULL,
	occurred_at INTEGER NOT NULL,
	link_id INTEGER NOT NULL,
	link_version INTEGER NOT NULL,
	nonce TEXT,
	visitor_id TEXT,
	country TEXT,
	signal TEXT,
	user_agent TEXT,
	referrer TEXT,
	language TEXT,
	query TEXT
) STRICT;

CREATE TABLE outbox_mark (copied INTEGER NOT NULL) STRICT;

CREATE TABLE epochs (
	epoch INTEGER PRIMARY KEY,
	from_position INTEGER NOT NULL
) STRICT;
