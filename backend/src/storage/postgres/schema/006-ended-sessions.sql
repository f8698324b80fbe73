-- Sessions of the dashboard that somebody has ended, until they would have ended by themselves.
CREATE TABLE ended_sessions (
	id text PRIMARY KEY,
	ends_at bigint NOT NULL
);
CREATE INDEX ended_sessions_by_end ON ended_sessions (ends_at);
