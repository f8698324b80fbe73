-- Beside each segment of the log: what was derived from its hits, once.
CREATE TABLE enrichments (
	position INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	bot TEXT,
	device TEXT,
	browser TEXT,
	os TEXT,
	referrer_host TEXT,
	source TEXT NOT NULL,
	is_unique INTEGER NOT NULL
) STRICT;

CREATE TABLE cursor (position INTEGER NOT NULL) STRICT;
