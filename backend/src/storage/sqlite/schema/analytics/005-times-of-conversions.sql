-- Milliseconds of the quarter: reports begin and end at any of them.
ALTER TABLE conversions ADD COLUMN time INTEGER NOT NULL DEFAULT 0;
