-- Events of the log, each day's in a partition of its own, so that dropping a day costs nothing. The day is that of the append: a
-- day's positions follow each other, and no later day has an earlier one. `format` tells readers how to read a row: rows are never
-- rewritten. What is not of a hit has its JSON in `data`.
CREATE TABLE events (
	position bigint NOT NULL,
	day date NOT NULL,
	format smallint NOT NULL,
	type text NOT NULL,
	occurred_at bigint NOT NULL,
	link_id bigint NOT NULL,
	link_version bigint NOT NULL,
	nonce text COLLATE "C",
	visitor_id text,
	country text,
	region text,
	city text,
	signal text,
	user_agent text,
	referrer text,
	language text,
	query text,
	variant text,
	-- Only where it decided about the answer; all other kinds are in enrichments.
	kind text,
	data text,
	PRIMARY KEY (position, day)
) PARTITION BY RANGE (day);
-- Clicks of a link, in their order; and clicks by what names them.
CREATE INDEX events_of_links ON events (link_id, position) WHERE type = 'link.clicked';
CREATE INDEX events_by_time ON events (occurred_at) WHERE type = 'link.clicked';

-- Positions. Whoever appends draws them while it holds the row of log_head until its commit, so that they are given and become visible
-- in one order. They are not kept in that row: as long as somebody reads an old snapshot (a dump takes hours), each append would leave
-- a version of it that the next ones have to pass.
CREATE SEQUENCE log_position;
CREATE TABLE log_head (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	-- Into which everything is appended. It never goes back, whatever a clock says.
	day date NOT NULL,
	-- A link made after this time that has no row in link_uses has not been used.
	complete_since bigint NOT NULL
);
INSERT INTO log_head (day, complete_since) VALUES ('1970-01-01', (extract(epoch FROM clock_timestamp()) * 1000)::bigint);

-- Events of the outbox up to this one are in the log.
CREATE TABLE log_outbox (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	copied bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_outbox (copied) VALUES (0);

-- Days that have partitions. They are made ahead: `first_position` is null until the log goes on in them.
CREATE TABLE log_days (
	day date PRIMARY KEY,
	first_position bigint
);
CREATE INDEX log_days_by_position ON log_days (first_position, day) WHERE first_position IS NOT NULL;

-- The last append of each who appends. An append that is made again, because nobody could tell whether it was committed, finds here
-- that it was.
CREATE TABLE log_appenders (
	appender uuid PRIMARY KEY,
	sequence bigint NOT NULL,
	-- Of its hits, those that were not let through: places, from 0.
	refused integer[] NOT NULL,
	appended_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Uses by people of links with max_clicks. Version 0 stands for a link that nobody has used yet.
CREATE TABLE link_uses (
	link_id bigint PRIMARY KEY,
	link_version bigint NOT NULL,
	used bigint NOT NULL
) WITH (fillfactor = 80);

-- Since which position which epoch gives ids, and to which copy of the database (log/epochs.ts).
CREATE TABLE log_epochs (
	epoch bigint PRIMARY KEY,
	from_position bigint NOT NULL,
	copy text NOT NULL
);

-- What was derived from each hit, once.
CREATE TABLE enrichments (
	position bigint NOT NULL,
	day date NOT NULL,
	kind text NOT NULL,
	bot text,
	device text,
	browser text,
	os text,
	referrer_host text,
	source text NOT NULL,
	is_unique boolean NOT NULL,
	PRIMARY KEY (position, day)
) PARTITION BY RANGE (day);

CREATE TABLE enrichment_cursor (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO enrichment_cursor (position) VALUES (0);

CREATE TABLE first_clicks (
	link_id bigint NOT NULL,
	visitor_id text COLLATE "C" NOT NULL,
	position bigint NOT NULL,
	PRIMARY KEY (link_id, visitor_id)
);
