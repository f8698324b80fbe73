ALTER TABLE events ADD COLUMN variant TEXT;
-- Only where it decided about the answer; all other kinds are beside the segment, with what else is derived.
ALTER TABLE events ADD COLUMN kind TEXT;

-- Uses by people of links with max_clicks. Carried over to the next segment.
CREATE TABLE link_uses (
	link_id INTEGER PRIMARY KEY,
	link_version INTEGER NOT NULL,
	used INTEGER NOT NULL,
	used_at INTEGER NOT NULL
) STRICT;

-- A link made after this time that has no row above has not been used. From now on, where no earlier segment says more.
CREATE TABLE uses_mark (complete_since INTEGER NOT NULL) STRICT;
INSERT INTO uses_mark (complete_since) VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER));
