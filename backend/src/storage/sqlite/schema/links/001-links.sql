CREATE TABLE links (
	id INTEGER PRIMARY KEY,
	slug TEXT NOT NULL,
	destination TEXT NOT NULL,
	location TEXT NOT NULL,
	title TEXT,
	tags TEXT NOT NULL,
	campaign TEXT,
	metadata TEXT,
	external_id TEXT,
	enabled INTEGER NOT NULL,
	starts_at INTEGER,
	expires_at INTEGER,
	fallback_url TEXT,
	fallback_location TEXT,
	redirect_type INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	deleted_at INTEGER,
	version INTEGER NOT NULL
) STRICT;
-- A deleted link stays, for reports and for undo; its slug and external id are free again.
CREATE UNIQUE INDEX links_by_slug ON links (slug) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX links_by_external_id ON links (external_id) WHERE external_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX links_by_campaign ON links (campaign, id) WHERE campaign IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE link_tags (
	tag TEXT NOT NULL,
	link_id INTEGER NOT NULL,
	PRIMARY KEY (tag, link_id)
) STRICT, WITHOUT ROWID;

-- What a link was before it was changed. Events refer to these by id and version.
CREATE TABLE link_versions (
	link_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	body TEXT NOT NULL,
	replaced_at INTEGER NOT NULL,
	replaced_by INTEGER NOT NULL,
	change_id INTEGER,
	PRIMARY KEY (link_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_versions_by_change ON link_versions (change_id) WHERE change_id IS NOT NULL;

CREATE TABLE changes (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	key_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	links INTEGER NOT NULL,
	created_first INTEGER,
	created_last INTEGER
) STRICT;

-- Events on their way into the log. AUTOINCREMENT: an id must not come back after its row is gone.
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	type TEXT NOT NULL,
	occurred_at INTEGER NOT NULL,
	link_id INTEGER NOT NULL,
	link_version INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	hash TEXT NOT NULL UNIQUE,
	scopes TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	expires_at INTEGER,
	revoked_at INTEGER
) STRICT;

CREATE TABLE idempotency (
	scope TEXT NOT NULL,
	key TEXT NOT NULL,
	request TEXT NOT NULL,
	answer TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (at);

CREATE TABLE webhooks (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	url TEXT NOT NULL,
	events TEXT NOT NULL,
	filter TEXT NOT NULL,
	rate REAL,
	name TEXT,
	key TEXT UNIQUE,
	secret TEXT NOT NULL,
	status TEXT NOT NULL,
	start_position INTEGER NOT NULL,
	start_revision INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	expires_at INTEGER
) STRICT;
