-- The same once more by day, so that a report of many links reads a few rows a day instead of one for each link and day. Of hits
-- that were counted before, these rows are made when the file is opened.

-- Small numbers for links.
CREATE TABLE link_numbers (
	number INTEGER PRIMARY KEY,
	link_id INTEGER NOT NULL UNIQUE
) STRICT;

-- A day of up to 128 links, those whose numbers begin alike: what link_days says of each, as far as whole days need it.
CREATE TABLE day_links (
	day INTEGER NOT NULL,
	part INTEGER NOT NULL,
	links BLOB NOT NULL,
	PRIMARY KEY (day, part)
) STRICT, WITHOUT ROWID;

-- Who clicked which link in which quarter of the day. Visitors are in slices, by how often they are left when the higher half of
-- their numbers is left out. Each transaction adds a run; now and then, the runs of a slice become one.
CREATE TABLE day_visitors (
	day INTEGER NOT NULL,
	slice INTEGER NOT NULL,
	run INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	visitors BLOB NOT NULL,
	PRIMARY KEY (day, slice, run)
) STRICT, WITHOUT ROWID;

-- How often visitors of a day were halved, for there were too many, and how many entries are left.
CREATE TABLE day_samples (
	day INTEGER PRIMARY KEY,
	halvings INTEGER NOT NULL,
	entries INTEGER NOT NULL
) STRICT;
