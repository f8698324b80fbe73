import type { WorkflowFile } from '../../scripts/n8n/client.ts';
import type { CredentialReference } from '../../scripts/n8n/workflows.ts';

/** A catalogue with what CSVs have: a quoted comma, a line break in a cell, a letter that is not ASCII, a bad row. */
export const CATALOGUE = [
	'sku,name,url',
	'1001,"Mug, blue",https://shop.example.com/p/1001',
	'1002,"Two',
	'lines",https://shop.example.com/p/1002',
	'Ä 1003,Teekanne,https://shop.example.com/p/1003',
	'1004,No address,not a URL',
].join('\r\n');

/** Text to file to Batch Create: every row becomes a link, and the file comes out again with the short URLs. */
export const csvWorkflow = (credential: CredentialReference): WorkflowFile => ({
	name: 'Links for a catalogue',
	nodes: [
		{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Catalogue',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: { assignments: { assignments: [{ id: '1', name: 'csv', type: 'string', value: CATALOGUE }] } },
		},
		{
			id: '3',
			name: 'To File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			position: [400, 0],
			parameters: { operation: 'toText', sourceProperty: 'csv', options: { fileName: 'products.csv' } },
		},
		{
			id: '4',
			name: 'Batch Create',
			type: 'n8n-nodes-linkmill.batchCreate',
			typeVersion: 1,
			position: [600, 0],
			parameters: {
				source: 'csvFile',
				destinationColumn: 'url',
				slugFrom: 'template',
				slugTemplate: 'shop-{sku}',
				columns: { titleColumn: 'name' },
				output: 'both',
			},
			credentials: { linkmillApi: credential },
		},
	],
	connections: {
		Start: { main: [[{ node: 'Catalogue', type: 'main', index: 0 }]] },
		Catalogue: { main: [[{ node: 'To File', type: 'main', index: 0 }]] },
		'To File': { main: [[{ node: 'Batch Create', type: 'main', index: 0 }]] },
	},
});
