-- A version is too large for a table that is one index: most would fill a page of their own, and each would go to another
-- place in the file. As rows they are appended.
CREATE TABLE versions (
	id INTEGER PRIMARY KEY,
	link_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	body TEXT NOT NULL,
	replaced_at INTEGER NOT NULL,
	replaced_by INTEGER NOT NULL,
	change_id INTEGER
) STRICT;
INSERT INTO versions (link_id, version, body, replaced_at, replaced_by, change_id)
	SELECT link_id, version, body, replaced_at, replaced_by, change_id FROM link_versions;
DROP TABLE link_versions;
ALTER TABLE versions RENAME TO link_versions;
CREATE UNIQUE INDEX link_versions_by_link ON link_versions (link_id, version);
CREATE INDEX link_versions_by_change ON link_versions (change_id, link_id) WHERE change_id IS NOT NULL;
