-- Every hit that was counted, with what it can be told apart by, as numbers out of dimension_values. The key goes by visitor within
-- a day, so that a visitor's last click on a link is found at once, and visitors can be counted, or a part of them. Nothing is
-- kept of what was counted before: it is counted again, from the log.
DROP TABLE link_quarters;
DROP TABLE visitor_quarters;
DELETE FROM link_totals;
UPDATE cursor SET position = 0;

CREATE TABLE hits (
	link_id INTEGER NOT NULL,
	-- Days since 1970, UTC.
	day INTEGER NOT NULL,
	-- 0 human, 1 bot, 2 prefetch, 3 head
	kind INTEGER NOT NULL,
	-- The visitor's 64 bits.
	visitor INTEGER NOT NULL,
	-- Milliseconds of the day.
	time INTEGER NOT NULL,
	position INTEGER NOT NULL,
	country INTEGER NOT NULL,
	region INTEGER NOT NULL,
	city INTEGER NOT NULL,
	language INTEGER NOT NULL,
	device INTEGER NOT NULL,
	browser INTEGER NOT NULL,
	os INTEGER NOT NULL,
	referrer_host INTEGER NOT NULL,
	source INTEGER NOT NULL,
	utm_source INTEGER NOT NULL,
	utm_medium INTEGER NOT NULL,
	utm_campaign INTEGER NOT NULL,
	utm_term INTEGER NOT NULL,
	utm_content INTEGER NOT NULL,
	variant INTEGER NOT NULL,
	campaign INTEGER NOT NULL,
	-- A list of tags, as JSON.
	tags INTEGER NOT NULL,
	PRIMARY KEY (link_id, day, kind, visitor, time, position)
) STRICT, WITHOUT ROWID;

-- 0 stands for nothing, 1 for whatever a day of a link has no room for.
CREATE TABLE dimension_values (
	dimension TEXT NOT NULL,
	id INTEGER NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (dimension, id),
	UNIQUE (dimension, value)
) STRICT, WITHOUT ROWID;

-- A link's day in numbers: hits of the whole day by kind and visitors who were new to the link, the same by quarter of an hour, and
-- when visitors who were not new had been here before.
CREATE TABLE link_days (
	link_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	human INTEGER NOT NULL,
	bot INTEGER NOT NULL,
	prefetch INTEGER NOT NULL,
	head INTEGER NOT NULL,
	fresh INTEGER NOT NULL,
	quarters BLOB NOT NULL,
	returns BLOB NOT NULL,
	PRIMARY KEY (link_id, day)
) STRICT, WITHOUT ROWID;

-- Clicks by people of a link's day, by each dimension.
CREATE TABLE link_day_values (
	link_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	counts BLOB NOT NULL,
	PRIMARY KEY (link_id, day)
) STRICT, WITHOUT ROWID;

-- Conversions, each with what its click can be told apart by. They are few beside clicks, and added up when they are asked for.
CREATE TABLE conversions (
	link_id INTEGER NOT NULL,
	quarter INTEGER NOT NULL,
	position INTEGER NOT NULL,
	currency TEXT,
	-- In ten-thousandths.
	amount INTEGER,
	country INTEGER NOT NULL,
	region INTEGER NOT NULL,
	city INTEGER NOT NULL,
	language INTEGER NOT NULL,
	device INTEGER NOT NULL,
	browser INTEGER NOT NULL,
	os INTEGER NOT NULL,
	referrer_host INTEGER NOT NULL,
	source INTEGER NOT NULL,
	utm_source INTEGER NOT NULL,
	utm_medium INTEGER NOT NULL,
	utm_campaign INTEGER NOT NULL,
	utm_term INTEGER NOT NULL,
	utm_content INTEGER NOT NULL,
	variant INTEGER NOT NULL,
	campaign INTEGER NOT NULL,
	tags INTEGER NOT NULL,
	PRIMARY KEY (link_id, quarter, position)
) STRICT, WITHOUT ROWID;
