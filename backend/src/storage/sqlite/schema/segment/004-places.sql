-- Where a visitor was, from a configured database: English names. The database that ships with the package knows countries alone.
ALTER TABLE events ADD COLUMN region TEXT;
ALTER TABLE events ADD COLUMN city TEXT;
