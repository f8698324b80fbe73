-- What links are found by, folded (storage/search.ts). All of it can be made again from links.db.
--
-- rank is the order of lists: created_at * 2^20, and within a millisecond a number in the order of ids. A link keeps its rank when
-- it is deleted; it has no slug then.
CREATE TABLE documents (
	rank INTEGER PRIMARY KEY,
	link_id INTEGER NOT NULL UNIQUE,
	slug TEXT,
	title TEXT,
	destination TEXT
) STRICT;
-- documents_by_title and documents_by_destination are made once all links are in it: search-index.ts.

-- Which documents hold which three letters: those that hold all of a word's are looked at. Positions would triple the file.
CREATE VIRTUAL TABLE texts USING fts5 (
	text,
	content = '',
	contentless_delete = 1,
	detail = none,
	tokenize = 'trigram case_sensitive 1'
);

-- See IndexProgress.
CREATE TABLE progress (cursor INTEGER NOT NULL, built_to INTEGER) STRICT;
