-- What processes settle among themselves. Times are the database's, so that clocks of machines need not agree.

-- Who takes part in a task. A process that has not renewed its row is dead.
CREATE TABLE share_holders (
	task text NOT NULL,
	holder uuid NOT NULL,
	alive_until timestamptz NOT NULL,
	PRIMARY KEY (task, holder)
) WITH (fillfactor = 50);

CREATE TABLE shares (
	task text NOT NULL,
	share integer NOT NULL,
	-- Null where it is given up.
	holder uuid,
	held_until timestamptz,
	PRIMARY KEY (task, share)
) WITH (fillfactor = 50);

CREATE TABLE secrets (
	name text PRIMARY KEY,
	value text NOT NULL
);

-- A crash of the database fills every bucket, which is not worth a write-ahead log.
CREATE UNLOGGED TABLE buckets (
	bucket text PRIMARY KEY,
	-- At `filled_at`, milliseconds since 1970.
	tokens double precision NOT NULL,
	filled_at bigint NOT NULL,
	-- When it is full again: from then on it is as good as none.
	full_at bigint NOT NULL,
	-- Whether the last who asked got a token.
	taken boolean NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX buckets_by_full_at ON buckets (full_at);
