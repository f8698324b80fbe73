import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { LinkHistory } from '../../contract/change';
import { LINK_LIMITS, LINK_SORTS } from '../../contract/link';
import type { Link, LinkList } from '../../contract/link';
import { callApi } from '../shared/client';
import type { ApiRequest } from '../shared/client';
import { chosenLink } from '../shared/linkLocator';
import type { Parameters } from '../shared/parameters';
import { SIMPLE_LINK, simplified } from '../shared/simpleLink';
import { readFilterAt } from './filters';
import { historyRow } from './history';

/** What an item asks: a call, and how many results of it are wanted. */
export interface Question {
	operation: 'get' | 'getMany' | 'history';
	request: ApiRequest;
	wanted: number;
	simplify: boolean;
}

/** What a question found, and whether there was more than wanted. */
export interface Found {
	rows: IDataObject[];
	more: boolean;
}

/** The question of one item. `now` in milliseconds, the same for all items of a run. */
export function readQuestion(parameters: Parameters, now: number): Question {
	const operation = parameters.oneOf(parameters.raw('operation'), 'Operation', ['get', 'getMany', 'history'] as const) ?? 'getMany';
	const simplify = parameters.flag(parameters.raw('simplify', true), 'Simplify') ?? true;
	if (operation === 'getMany') {
		const query = {
			...readFilterAt(parameters, now),
			sort: parameters.oneOf(parameters.raw('sort', ''), 'Sort', LINK_SORTS),
			fields: simplify ? SIMPLE_LINK.join(',') : undefined,
		};
		return { operation, simplify, wanted: wantedOf(parameters), request: { method: 'GET', path: '/v1/links', query } };
	}
	const link = `/v1/links/${encodeURIComponent(chosenLink(parameters, 'link'))}`;
	if (operation === 'get') return { operation, simplify, wanted: 1, request: { method: 'GET', path: link } };
	return { operation, simplify, wanted: wantedOf(parameters), request: { method: 'GET', path: `${link}/history` } };
}

/** Asks it, page by page where there are more than one. */
export async function ask(context: IExecuteFunctions, { operation, request, wanted, simplify }: Question, itemIndex: number): Promise<Found> {
	if (operation === 'get') {
		const link = await callApi<Link>(context, { ...request, itemIndex });
		return { rows: [simplified(link, simplify)], more: false };
	}
	const rows: IDataObject[] = [];
	let cursor: string | undefined;
	do {
		const limit = Math.min(LINK_LIMITS.page, wanted - rows.length);
		const page = await callApi<LinkList | LinkHistory>(context, { ...request, query: { ...request.query, limit, cursor }, itemIndex });
		if ('history' in page) rows.push(...page.history.map((entry) => historyRow(entry, simplify)));
		else rows.push(...(page.links as unknown as IDataObject[]));
		cursor = page.next_cursor ?? undefined;
	} while (cursor && rows.length < wanted);
	return { rows, more: cursor !== undefined };
}

function wantedOf(parameters: Parameters): number {
	if (parameters.flag(parameters.raw('returnAll', false), 'Return All')) return Infinity;
	return parameters.whole(parameters.raw('limit', 50), 'Limit', 1) ?? 50;
}
