CREATE TABLE conversions (
	id INTEGER PRIMARY KEY,
	link_id INTEGER NOT NULL,
	link_version INTEGER NOT NULL,
	event TEXT NOT NULL,
	amount INTEGER,
	currency TEXT,
	external_id TEXT,
	metadata TEXT,
	click_id TEXT,
	click TEXT,
	occurred_at INTEGER NOT NULL,
	recorded_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversions_by_external_id ON conversions (external_id, event) WHERE external_id IS NOT NULL;
CREATE INDEX conversions_by_click ON conversions (click_id, event) WHERE click_id IS NOT NULL;
CREATE INDEX conversions_by_link ON conversions (link_id);
