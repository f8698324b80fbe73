/** What a server is, how it is set up, and how it does. */

/** Where a server keeps its data. */
export const STORAGE_KINDS = ['sqlite', 'postgres'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** One setting, as the server runs with it. */
export interface ServerSetting {
	/** Name of the environment variable. */
	variable: string;
	/** As it is written in the variable; empty where it is not set and has no default, null where it is set and secret. */
	value: string | null;
	/** Whether it is what the server takes when nothing is said. */
	is_default: boolean;
	/** What it is for, in a sentence of Markdown. */
	about: string;
}

/** Answer of `GET /v1/server`. */
export interface ServerState {
	version: string;
	base_url: string;
	/** RFC 3339 UTC, both by the clock of the server. */
	server_time: string;
	started_at: string;
	/** Whether the last clicks could be written. */
	recording: boolean;
	/** Clicks since the start that were answered and could not be written. */
	unrecorded_clicks: number;
	/** Events in the log that no report counts yet. */
	reader_lag_events: number;
	/** Changes of links that no search knows of yet. */
	index_lag_changes: number;
	storage: {
		kind: StorageKind;
		/** All that is kept, indexes and write-ahead files included. */
		bytes: number;
		/** What is free on its disk; null where that is not known. */
		bytes_free: number | null;
	};
	settings: ServerSetting[];
}
