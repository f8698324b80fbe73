import { linkAnalytics as analyticsOf, linkReport, type AnalyticsQueries, type LinkAnalyticsRequest, type ReportRequest } from '../analytics/report.ts';
import { linkHistory, type HistoryRequest } from '../changes/history.ts';
import { listChanges, showChange, type ChangeQueries, type PageRequest } from '../changes/list.ts';
import { clickPart as clickPartOf, listClicks, type ClickPart, type ClickQueries, type ClickRequest } from '../clicks/list.ts';
import { planChart, type ChartQueries } from '../charts/chart.ts';
import type { ChartPlan } from '../charts/plan.ts';
import type { ChartRequest } from '../charts/request.ts';
import { listConversions, type ConversionQueries, type ConversionRequest } from '../conversions/list.ts';
import { exportPart as partOf, type ExportPart, type ExportQueries, type ExportRequest } from '../exports/export-page.ts';
import { answering, jsonAnswer, type Answer } from '../http/answer.ts';
import { listLabels, type LabelQueries, type LabelRequest } from '../links/labels.ts';
import { listLinks, type LinkQueries, type ListRequest } from '../links/list.ts';
import { presentLinks } from '../links/present.ts';
import { findLink } from '../links/reference.ts';
import { qrPicture, type QrQueries, type QrRequest } from '../qr/picture.ts';
import type { LimitQueries } from '../redirects/limits.ts';
import { asksIndex } from '../storage/search.ts';
import { openStorage } from '../storage/open.ts';
import { Board } from './board.ts';
import { threadSettings } from './settings.ts';

/** What the threads for questions can be asked: each is an export of this file. */
export type Queries = LinkQueries & LabelQueries & ChangeQueries & AnalyticsQueries & ChartQueries & QrQueries & ExportQueries & LimitQueries & ConversionQueries & ClickQueries;

/** How long an answer waits for the reader, so that a caller sees the clicks that came before the question. */
const PATIENCE_MS = 1000;

/** Events that the reader has counted as soon as it is let: on a busy machine it comes after all others. */
const FEW_EVENTS = 1000;

/** How long an answer waits where no more than these are missing. */
const PATIENCE_FOR_FEW_MS = 5000;

/** How long an answer about texts waits for their index: as far as it is ever behind. */
const INDEX_PATIENCE_MS = 2000;

/** How long a visitor of a link with `max_clicks` waits for the reader, where only it knows how often the link was used. */
const VISITORS_PATIENCE_MS = 3000;

const settings = threadSettings();
const { baseUrl } = settings;
const board = new Board(settings.board);
const storage = openStorage(settings.storage);
const [links, analytics, events] = [storage.linkReader(), storage.analyticsReader(), storage.eventReader()];
const sources = { links, analytics: storage.analyticsReader(), events, baseUrl, visitorSaltDays: settings.visitorSaltDays };
const clickSources = { links, events, clicks: storage.clickReader(), baseUrl };
const conversionSources = { links, conversions: storage.conversionReader(), baseUrl };
const changeSources = { links, changes: storage.changeReader(), keys: storage.keyReader() };

const context = () => ({ baseUrl, now: Date.now(), totals: (ids: readonly number[]) => analytics.totals(ids) });

/** Answers a question, once the reader has counted what is in the log by now, and, where it is about texts, they are in the index. */
async function answer(work: () => Promise<unknown>, indexed = false): Promise<Answer> {
	const head = board.get('logHead');
	const counted = board.reached('countedHead', head, head - board.get('countedHead') > FEW_EVENTS ? PATIENCE_MS : PATIENCE_FOR_FEW_MS);
	if (indexed) await board.reached('indexedHead', board.get('outboxHead'), INDEX_PATIENCE_MS);
	await counted;
	return answering(async () => jsonAnswer(200, await work()));
}

/** The same for a question whose answer is more than a body. */
async function reported(work: () => Promise<Answer>, indexed = false): Promise<Answer> {
	let made: Answer | undefined;
	const failed = await answer(async () => { made = await work(); }, indexed);
	return made ?? failed;
}

/** `GET /v1/links` */
export function list(request: ListRequest): Promise<Answer> {
	return answer(() => listLinks(links, request, context()), asksIndex(request.criteria, request.order));
}

/** `GET /v1/tags` and `GET /v1/campaigns`. They show no clicks, so these wait for none. */
export function labels(request: LabelRequest): Promise<Answer> {
	return answering(async () => jsonAnswer(200, await listLabels(links, request)));
}

/** `GET /v1/links/export`, part by part */
export async function exportPart(request: ExportRequest): Promise<ExportPart | Answer> {
	let part: ExportPart | undefined;
	const work = async () => { part = await partOf(request, { links, analytics }); };
	// Later parts go on from what the first one saw.
	const failed = await (request.after ? answering(() => work().then(() => jsonAnswer(200, undefined))) : answer(work, asksIndex(request.criteria)));
	return part ?? failed;
}

/** `GET /v1/links/{id}` */
export function link(reference: string): Promise<Answer> {
	return answer(async () => (await presentLinks([await findLink(links, reference)], context()))[0]);
}

/** `GET /v1/links/{id}/analytics` */
export function linkAnalytics(request: LinkAnalyticsRequest): Promise<Answer> {
	return reported(() => analyticsOf(request, sources));
}

/** `GET /v1/analytics` */
export function report(request: ReportRequest): Promise<Answer> {
	return reported(() => linkReport(request, sources), asksIndex(request.criteria));
}

/** `GET /v1/analytics/chart` and that of a link: what is to be drawn, elsewhere. */
export async function chart(request: ChartRequest): Promise<ChartPlan | Answer> {
	let plan: ChartPlan | undefined;
	const indexed = 'criteria' in request.links && asksIndex(request.links.criteria);
	const answered = await reported(async () => {
		const made = await planChart(request, sources);
		if ('status' in made) return made;
		plan = made;
		return jsonAnswer(200, undefined);
	}, indexed);
	return plan ?? answered;
}

/** `GET /v1/links/{id}/qr`. It shows no clicks, so it waits for none. */
export function qr(request: QrRequest): Promise<Answer> {
	return answering(async () => qrPicture(request, { baseUrl, slug: (await findLink(links, request.link)).slug }));
}

/** Asked by visitors, so no answer for the API. */
export async function countedUpTo({ linkId, position }: Parameters<LimitQueries['countedUpTo']>[0]): Promise<number | undefined> {
	await board.reached('countedHead', position, VISITORS_PATIENCE_MS);
	if (board.get('countedHead') < position) return undefined;
	const [totals] = await analytics.totals([linkId]);
	return totals ? totals.totalClicks - totals.importedClicks : 0;
}

/** `GET /v1/changes`. Changes show no clicks, so these wait for none. */
export function changes(request: PageRequest): Promise<Answer> {
	return answering(async () => jsonAnswer(200, await listChanges(request, changeSources)));
}

/** `GET /v1/changes/{id}` */
export function change(id: string): Promise<Answer> {
	return answering(async () => jsonAnswer(200, await showChange(id, changeSources)));
}

/** `GET /v1/links/{id}/history` */
export function history(request: HistoryRequest): Promise<Answer> {
	return answering(async () => jsonAnswer(200, await linkHistory(request, changeSources)));
}

/** `GET /v1/conversions`. They are there as soon as they are recorded. */
export function conversions(request: ConversionRequest): Promise<Answer> {
	return answer(() => listConversions(request, conversionSources), asksIndex(request.criteria));
}

/** `GET /v1/clicks` */
export function clicks(request: ClickRequest): Promise<Answer> {
	return answer(() => listClicks(request, clickSources), asksIndex(request.criteria));
}

/** `GET /v1/clicks?format=ndjson`, part by part */
export async function clickPart(request: ClickRequest): Promise<ClickPart | Answer> {
	let part: ClickPart | undefined;
	const work = async () => { part = await clickPartOf(request, clickSources); };
	// Later parts go on from what the first one saw.
	const failed = await (request.cursor === undefined ? answer(work, asksIndex(request.criteria)) : answering(() => work().then(() => jsonAnswer(200, undefined))));
	return part ?? failed;
}
