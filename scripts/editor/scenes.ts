import type { N8nClient } from '../n8n/client.ts';
import type { Editor } from './editor.ts';
import type { Panel } from './panel.ts';

/** Where the scenes are played, in the order in which they stand here: each finds what those before it have made. */
export interface Stage {
	editor: Editor;
	n8n: N8nClient;
	/** Opens a short link as a person with a phone does. */
	visit(slug: string): Promise<void>;
}

/** The campaign of all links. */
export const CAMPAIGN = 'spring-2026';

/** Rows of a sheet, whose columns are not called as fields of a link are. */
export const PRODUCTS = [
	{ SKU: 'TC-1001', Product: 'Mug, blue', Page: 'https://shop.example.com/p/1001', Category: 'Kitchen' },
	{ SKU: 'TC-1002', Product: 'Teapot', Page: 'https://shop.example.com/p/1002', Category: 'Kitchen' },
	{ SKU: 'TC-1003', Product: 'Tea towel', Page: 'https://shop.example.com/p/1003', Category: 'Textiles' },
];

/** A new workflow with a manual trigger, and one of our nodes behind it. */
async function begin(editor: Editor, title: string, action?: string): Promise<Panel> {
	await editor.newWorkflow();
	await editor.addManualTrigger();
	return await editor.addNode(title, title, action);
}

/** Create Link in the panel, nothing filled in yet. */
export const beginCreateLink = ({ editor }: Stage) => begin(editor, 'Create Link');

/** Create Link: a link for each of two channels. */
export async function createLink(panel: Panel): Promise<void> {
	await panel.type('destination', 'https://shop.example.com/spring-sale');
	await panel.type('slug', 'spring-sale');
	await panel.type('title', 'Spring sale');
	await panel.type('tags', 'sale');
	await panel.name('campaign', 'By Name', CAMPAIGN);
	await panel.choose('ifExists', 'Return It');
	await panel.add('Additional Fields', 'Expires In (Days)');
	await panel.type('expiresInDays', '30');
	for (const [channel, source] of [['LinkedIn', 'linkedin'], ['Newsletter', 'newsletter']] as const) {
		await panel.addEntry('Add Channel');
		await panel.type('name', channel);
		await panel.type('utmSource', source);
	}
	await panel.run();
}

/** Batch Create: the columns of a sheet are mapped by hand, as one drags them. */
export async function batchCreate({ editor, n8n }: Stage): Promise<Panel> {
	const { id } = await n8n.createWorkflow({
		name: 'Links for products',
		nodes: [
			{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: '2', name: 'Products', type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [220, 0], parameters: {} },
		],
		connections: { Start: { main: [[{ node: 'Products', type: 'main', index: 0 }]] } },
		pinData: { Products: PRODUCTS.map((json) => ({ json })) },
	});
	await editor.openWorkflow(id);
	const panel = await editor.addNode('batch create', 'Batch Create');
	await panel.choose('fieldsFrom', 'Columns of the Items');
	await panel.mapping('Map Each Column Manually');
	await panel.drag('Page', 'column.destination');
	for (const [column, label, field] of [['Product', 'Title', 'title'], ['Category', 'Tags', 'tags']] as const) {
		await panel.addColumn(label);
		await panel.drag(column, `column.${field}`);
	}
	await panel.type('slugTemplate', 'shop-{SKU}');
	await panel.pick('campaign', 'spring', CAMPAIGN);
	await panel.choose('ifExists', 'Return It');
	await panel.run();
	return panel;
}

/** Find Links: those of the campaign, most clicks first. */
export async function findLinks({ editor, visit }: Stage): Promise<Panel> {
	for (const slug of ['shop-TC-1002', 'shop-TC-1002', 'shop-TC-1001']) await visit(slug);
	const panel = await begin(editor, 'Find Links', 'Get many links');
	await panel.add('Filters', 'Campaign');
	await panel.pick('campaign', 'spring', CAMPAIGN);
	await panel.choose('sort', 'Most Clicks First');
	await panel.run();
	return panel;
}

/** Update Links: what would change if the shop's pages moved. */
export async function updateLinks({ editor }: Stage): Promise<Panel> {
	const panel = await begin(editor, 'Update Links', 'Update links');
	await panel.add('Filters', 'Tags');
	await panel.type('tags', 'Kitchen');
	await panel.add('Update Fields', 'Find and Replace in Destination');
	await panel.type('find', '/p/');
	await panel.type('with', '/products/');
	await panel.toggle('dryRun');
	await panel.add('Options', 'Expected Count');
	await panel.type('expectedCount', '2');
	await panel.run();
	return panel;
}

/** Get Analytics: the report of the campaign, with the columns of a spreadsheet. */
export async function getAnalytics({ editor }: Stage): Promise<Panel> {
	const panel = await begin(editor, 'Get Analytics', 'Get report');
	await panel.add('Filters', 'Campaign');
	await panel.pick('campaign', 'spring', CAMPAIGN);
	await panel.choose('columnNames', 'Report');
	await panel.run();
	return panel;
}

/** Record Conversion: a sale that a link led to, which is searched by its title. */
export async function recordConversion({ editor }: Stage): Promise<Panel> {
	const panel = await begin(editor, 'Record Conversion');
	await panel.choose('attributeTo', 'Link');
	await panel.pick('link', 'teapot', 'Teapot (shop-TC-1002)');
	await panel.type('value', '49.90');
	await panel.type('currency', 'EUR');
	await panel.type('externalId', 'order-1001');
	await panel.run();
	return panel;
}

/** Link Click Trigger: it listens for clicks on one link, `listens` resolves once it does, and somebody clicks. */
export async function linkClickTrigger({ editor, visit }: Stage, listens: () => Promise<void>): Promise<Panel> {
	await editor.newWorkflow();
	// n8n leaves "Trigger" away in its list.
	const panel = await editor.addNode('link click', 'Link Click', 'On link clicked');
	await panel.add('Filters', 'Links');
	await panel.addEntry('Add Link');
	await panel.pick('link', 'mug', 'Mug, blue (shop-TC-1001)');
	await panel.start();
	await listens();
	await visit('shop-TC-1001');
	await panel.ran();
	return panel;
}
