-- Reports. What is counted is kept in one of two sets of tables, whose names end in _1 and _2: reports read the current one, a rebuild
-- fills the other, and then they change places. Packed columns are not compressed by PostgreSQL: there is nothing left to compress.

CREATE TABLE current_rollups (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	number smallint NOT NULL CHECK (number IN (1, 2))
);
INSERT INTO current_rollups (number) VALUES (1);

-- Where the counting of a set is; no row where the set is empty.
CREATE TABLE rollup_cursors (
	set smallint PRIMARY KEY CHECK (set IN (1, 2)),
	-- Up to which events are counted.
	position bigint NOT NULL,
	-- Goes up with every transaction that counts: who believes in another number has missed one.
	folds bigint NOT NULL,
	folded_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO rollup_cursors (set, position, folds) VALUES (1, 0, 0);

-- One row in a set that is not empty: which filling of it this is, another number each time. Who still reads a set that has changed
-- places sees by this when it is emptied.
CREATE TABLE filling_1 (
	number bigint NOT NULL
);

-- Small numbers for links that were ever hit, from 1.
CREATE TABLE link_numbers_1 (
	number integer PRIMARY KEY,
	link_id bigint NOT NULL UNIQUE
);

-- 0 stands for nothing, 1 for whatever a day of a link has no room for. A value is UTF-8, which text does not hold all of; it may be
-- longer than what fits into an index.
CREATE TABLE dimension_values_1 (
	dimension smallint NOT NULL,
	id integer NOT NULL,
	-- The first 16 bytes of its SHA-256.
	digest bytea NOT NULL,
	value bytea NOT NULL,
	PRIMARY KEY (dimension, id),
	UNIQUE (dimension, digest)
);

-- A link's day (UTC, days since 1970) in numbers: hits by kind and visitors who were new to the link, the same by quarter of an hour,
-- and when visitors who were not new had been here before.
CREATE TABLE link_days_1 (
	link integer NOT NULL,
	day integer NOT NULL,
	human integer NOT NULL,
	bot integer NOT NULL,
	prefetch integer NOT NULL,
	head integer NOT NULL,
	fresh integer NOT NULL,
	quarters bytea NOT NULL,
	returns bytea NOT NULL,
	-- How many of its hits are in runs, and of those by people, how many have which value of each dimension.
	runs integer NOT NULL,
	counts bytea,
	-- Its last hits, until they are enough for a run.
	tail bytea NOT NULL,
	PRIMARY KEY (link, day)
);

-- Every hit that was counted, with the numbers of its values: some 50 of a link and day in a row, in the order in which they came.
CREATE TABLE hit_runs_1 (
	link integer NOT NULL,
	day integer NOT NULL,
	run integer NOT NULL,
	-- Milliseconds of the day, of the earliest and the latest of them.
	first integer NOT NULL,
	last integer NOT NULL,
	hits bytea NOT NULL,
	PRIMARY KEY (link, day, run)
);

-- In which quarters of an hour (since 1970) which visitor clicked which link.
CREATE TABLE sightings_1 (
	link integer NOT NULL,
	-- The 52 highest bits of the visitor's id.
	visitor bigint NOT NULL,
	quarter integer NOT NULL,
	PRIMARY KEY (link, visitor, quarter)
);

-- A day of up to 128 links, those whose numbers begin alike: what link_days says of each, as far as whole days need it.
CREATE TABLE day_links_1 (
	day integer NOT NULL,
	part integer NOT NULL,
	links bytea NOT NULL,
	PRIMARY KEY (day, part)
);

-- Who clicked which link in which quarter of the day. Visitors are in slices, by how often they are left when the higher half of
-- their numbers is left out. Each transaction adds a run; now and then, the runs of a slice become one.
CREATE TABLE day_visitors_1 (
	day integer NOT NULL,
	slice smallint NOT NULL,
	run integer NOT NULL,
	entries integer NOT NULL,
	packed bytea NOT NULL,
	PRIMARY KEY (day, slice, run)
);

-- How often visitors of a day were halved, for there were too many, and how many entries are left.
CREATE TABLE day_samples_1 (
	day integer PRIMARY KEY,
	halvings smallint NOT NULL,
	entries integer NOT NULL
);

-- The same of hits by visitors who are left after three halvings, with the numbers of their values: what visitors of groups are
-- estimated from.
CREATE TABLE sampled_hits_1 (LIKE day_visitors_1 INCLUDING ALL);
CREATE TABLE hit_samples_1 (LIKE day_samples_1 INCLUDING ALL);

-- Clicks by people of all links together, by each dimension. Runs become one now and then; there is one slice.
CREATE TABLE day_values_1 (LIKE day_visitors_1 INCLUDING ALL);

-- Conversions, each with what its click can be told apart by. They are few beside clicks, and added up when they are asked for.
CREATE TABLE counted_conversions_1 (
	link_id bigint NOT NULL,
	occurred_at bigint NOT NULL,
	position bigint NOT NULL,
	currency text,
	-- In ten-thousandths.
	amount bigint,
	-- Of its values, one for each dimension.
	numbers integer[] NOT NULL,
	PRIMARY KEY (link_id, occurred_at, position)
);

DO $$
DECLARE
	name text;
	packed text;
BEGIN
	FOREACH name IN ARRAY ARRAY['filling', 'link_numbers', 'dimension_values', 'link_days', 'hit_runs', 'sightings', 'day_links', 'day_visitors', 'day_samples', 'sampled_hits', 'hit_samples', 'day_values', 'counted_conversions'] LOOP
		FOR packed IN SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = name || '_1' AND data_type = 'bytea' LOOP
			EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STORAGE EXTERNAL', name || '_1', packed);
		END LOOP;
		EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name || '_2', name || '_1');
	END LOOP;
	FOREACH name IN ARRAY ARRAY['link_days_1', 'link_days_2'] LOOP
		-- A day is written anew with every few clicks: room for that in its page, and most of it there.
		EXECUTE format('ALTER TABLE %I SET (fillfactor = 60, toast_tuple_target = 4096)', name);
	END LOOP;
END $$;

INSERT INTO filling_1 (number) VALUES (0);

-- All-time clicks by people. A link that brought clicks along from another shortener has a total before its first click here.
CREATE TABLE link_totals (
	link_id bigint PRIMARY KEY,
	total_clicks bigint NOT NULL,
	imported_clicks bigint NOT NULL DEFAULT 0,
	last_clicked_at bigint
);
-- As a rebuild counts them.
CREATE TABLE rebuilt_link_totals (LIKE link_totals INCLUDING ALL);
CREATE INDEX link_totals_by_clicks ON link_totals (total_clicks, link_id);
CREATE INDEX link_totals_by_last_click ON link_totals (last_clicked_at, link_id) WHERE last_clicked_at IS NOT NULL;
