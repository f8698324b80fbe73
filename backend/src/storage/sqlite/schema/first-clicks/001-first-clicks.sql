CREATE TABLE first_clicks (
	link_id INTEGER NOT NULL,
	visitor_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	PRIMARY KEY (link_id, visitor_id)
) STRICT, WITHOUT ROWID;
