-- A replay goes its own way beside the subscription; '' is the subscription itself.
ALTER TABLE progress RENAME TO progress_of_one;
CREATE TABLE progress (
	webhook_id INTEGER NOT NULL,
	replay_id TEXT NOT NULL,
	start_revision INTEGER NOT NULL,
	cursor INTEGER NOT NULL,
	failures INTEGER NOT NULL,
	failing_since INTEGER,
	refusals INTEGER NOT NULL,
	refused_since INTEGER,
	last_error TEXT,
	next_attempt_at INTEGER,
	PRIMARY KEY (webhook_id, replay_id)
) STRICT, WITHOUT ROWID;
INSERT INTO progress (webhook_id, replay_id, start_revision, cursor, failures, refusals, last_error, next_attempt_at)
	SELECT webhook_id, '', start_revision, cursor, failures, 0, last_error, next_attempt_at FROM progress_of_one;
DROP TABLE progress_of_one;

-- The last attempts of each subscription.
CREATE TABLE attempts (
	webhook_id INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	delivered INTEGER NOT NULL,
	message_id TEXT NOT NULL,
	first INTEGER NOT NULL,
	last INTEGER NOT NULL,
	events INTEGER NOT NULL,
	replay_id TEXT,
	attempt INTEGER NOT NULL,
	attempted_at INTEGER NOT NULL,
	latency_ms REAL NOT NULL,
	status INTEGER,
	response TEXT,
	error TEXT,
	PRIMARY KEY (webhook_id, sequence)
) STRICT, WITHOUT ROWID;

-- Events that their receiver went on refusing.
CREATE TABLE parked (
	webhook_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	type TEXT NOT NULL,
	parked_at INTEGER NOT NULL,
	status INTEGER NOT NULL,
	response TEXT,
	PRIMARY KEY (webhook_id, position)
) STRICT, WITHOUT ROWID;

-- How often people have clicked a link, at the cursor.
CREATE TABLE milestone_cursor (position INTEGER NOT NULL) STRICT;
CREATE TABLE milestone_counts (
	link_id INTEGER PRIMARY KEY,
	clicks INTEGER NOT NULL
) STRICT;
