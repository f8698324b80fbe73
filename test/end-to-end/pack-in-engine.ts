/**
 * Runs Create Link of an installed pack in n8n's engine and prints what came out, as JSON. A process of its own, for
 * code outside the repository finds n8n-workflow by `NODE_PATH` alone, as it does within n8n.
 * Arguments: the pack's folder, the server's URL, an API key.
 */
import { startEngine } from '../support/engine.ts';

const [packDir = '', baseUrl = '', apiKey = ''] = process.argv.slice(2);
const engine = await startEngine({ packDir, credentials: { linkmillApi: { baseUrl, apiKey } } });
const run = await engine.run({
	nodes: [
		{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: 'node',
			name: 'Create',
			type: 'n8n-nodes-linkmill.createLink',
			typeVersion: 1,
			position: [200, 0],
			parameters: { destination: 'https://example.com/', slug: 'installed' },
			credentials: { linkmillApi: { id: '1', name: 'Linkmill' } },
		},
	],
	connections: { Start: { main: [[{ node: 'Create', type: 'main', index: 0 }]] } },
});
const { error, runData } = run.data.resultData;
process.stdout.write(JSON.stringify({ error: error?.message, items: runData['Create']?.[0]?.data?.main?.[0]?.map(({ json }) => json) }));
process.exit();
