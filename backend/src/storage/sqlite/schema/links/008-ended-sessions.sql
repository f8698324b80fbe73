-- Sessions of the dashboard that somebody has ended, until they would have ended by themselves.
CREATE TABLE ended_sessions (
	id TEXT PRIMARY KEY,
	ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_sessions_by_end ON ended_sessions (ends_at);
