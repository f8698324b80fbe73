-- A quarter is a quarter of an hour since 1970: every time zone's day begins on one.
CREATE TABLE link_quarters (
	link_id INTEGER NOT NULL,
	quarter INTEGER NOT NULL,
	human INTEGER NOT NULL,
	bot INTEGER NOT NULL,
	prefetch INTEGER NOT NULL,
	head INTEGER NOT NULL,
	PRIMARY KEY (link_id, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE visitor_quarters (
	link_id INTEGER NOT NULL,
	quarter INTEGER NOT NULL,
	visitor_id TEXT NOT NULL,
	PRIMARY KEY (link_id, quarter, visitor_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_totals (
	link_id INTEGER PRIMARY KEY,
	total_clicks INTEGER NOT NULL,
	last_clicked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE cursor (position INTEGER NOT NULL) STRICT;
INSERT INTO cursor VALUES (0);
