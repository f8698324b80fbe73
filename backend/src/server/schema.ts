import Type from 'typebox';
import { STORAGE_KINDS } from '../../../contract/server.ts';
import { answeredTime, nullable, oneOf } from '../http/schema.ts';

const Setting = Type.Object(
	{
		variable: Type.String({ description: 'Name of the environment variable.', examples: ['LINKMILL_EVENT_RETENTION_DAYS'] }),
		value: nullable(Type.String({ examples: ['90'] }), 'As it is written in the variable, passwords left out; empty where it is not set and has no default, null where it is set and secret.'),
		is_default: Type.Boolean({ description: 'Whether it is what the server takes when nothing is said.' }),
		about: Type.String({ description: 'What it is for, in a sentence of Markdown.', examples: ['Folder of the databases.'] }),
	},
	{ title: 'ServerSetting', description: 'One setting, as the server runs with it.' },
);

/** Answer of `GET /v1/server`. */
export const ServerSchema = Type.Object(
	{
		version: Type.String({ description: 'Of the server.', examples: ['0.1.0'] }),
		base_url: Type.String({ description: 'What short links begin with.', examples: ['https://go.example'] }),
		server_time: answeredTime('By the clock of the server.'),
		started_at: answeredTime('When the server was started.'),
		recording: Type.Boolean({ description: 'Whether the last clicks could be written.' }),
		unrecorded_clicks: Type.Integer({ minimum: 0, description: 'Clicks since the start that were answered and could not be written.' }),
		reader_lag_events: Type.Integer({ minimum: 0, description: 'Events in the log that no report counts yet.' }),
		index_lag_changes: Type.Integer({ minimum: 0, description: 'Changes of links that no search knows of yet.' }),
		storage: Type.Object(
			{
				kind: oneOf(STORAGE_KINDS, 'Files in the data folder, or a PostgreSQL database.'),
				bytes: Type.Integer({ minimum: 0, description: 'All that is kept, indexes and write-ahead files included.' }),
				bytes_free: nullable(Type.Integer({ minimum: 0 }), 'What is free on its disk; null where that is not known.'),
			},
			{ description: 'Where data is kept, and how much there is.', examples: [{ kind: 'sqlite', bytes: 48_234_496, bytes_free: 21_474_836_480 }] },
		),
		settings: Type.Array(Setting, { description: 'Every setting, in the order of the documentation.' }),
	},
	{ title: 'Server', description: 'What a server is, how it is set up, and how it does.' },
);
