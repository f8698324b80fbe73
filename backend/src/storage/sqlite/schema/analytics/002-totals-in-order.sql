-- A link that brought clicks along from another shortener has a total before its first click here.
CREATE TABLE link_totals_with_imported (
	link_id INTEGER PRIMARY KEY,
	total_clicks INTEGER NOT NULL,
	imported_clicks INTEGER NOT NULL DEFAULT 0,
	last_clicked_at INTEGER
) STRICT;
INSERT INTO link_totals_with_imported (link_id, total_clicks, last_clicked_at) SELECT link_id, total_clicks, last_clicked_at FROM link_totals;
DROP TABLE link_totals;
ALTER TABLE link_totals_with_imported RENAME TO link_totals;
CREATE INDEX link_totals_by_clicks ON link_totals (total_clicks);
CREATE INDEX link_totals_by_last_click ON link_totals (last_clicked_at) WHERE last_clicked_at IS NOT NULL;
