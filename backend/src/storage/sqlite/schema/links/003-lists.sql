-- Tags in the order of lists.
CREATE TABLE link_tags_by_time (
	tag TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	link_id INTEGER NOT NULL,
	PRIMARY KEY (tag, created_at, link_id)
) STRICT, WITHOUT ROWID;
INSERT INTO link_tags_by_time (tag, created_at, link_id) SELECT link_tags.tag, links.created_at, links.id FROM link_tags JOIN links ON links.id = link_tags.link_id;
DROP TABLE link_tags;
ALTER TABLE link_tags_by_time RENAME TO link_tags;

DROP INDEX links_by_campaign;
CREATE INDEX links_by_campaign ON links (campaign, created_at) WHERE campaign IS NOT NULL AND deleted_at IS NULL;

-- Of imported links the time of creation is not that of their id. Titles and destinations are in search.db: their indexes
-- would take each batch to pages all over the file.
CREATE INDEX links_by_created ON links (created_at) WHERE deleted_at IS NULL;
CREATE INDEX links_by_updated ON links (updated_at) WHERE deleted_at IS NULL;
CREATE INDEX links_by_expiry ON links (expires_at) WHERE deleted_at IS NULL;

-- Few links are any of these.
CREATE INDEX links_disabled ON links (created_at) WHERE enabled = 0 AND deleted_at IS NULL;
CREATE INDEX links_by_start ON links (starts_at) WHERE starts_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX links_limited ON links (max_clicks) WHERE max_clicks IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX links_imported ON links (id, imported_clicks) WHERE imported_clicks > 0;
