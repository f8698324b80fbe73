-- Which clicks a link has. For each stretch of positions that is indexed, and each link that was hit in it: the places in the stretch,
-- counted from its first position, two bytes each (little-endian), ascending. What no stretch holds yet is looked through instead.
CREATE TABLE stretches (
	first INTEGER PRIMARY KEY,
	last INTEGER NOT NULL
) STRICT;

CREATE TABLE link_clicks (
	first INTEGER NOT NULL,
	link_id INTEGER NOT NULL,
	places BLOB NOT NULL,
	PRIMARY KEY (first, link_id)
) STRICT, WITHOUT ROWID;
