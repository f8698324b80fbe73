import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { LinkAnalytics } from '../../contract/analytics';
import type { ApiRequest } from '../shared/client';
import { chosenLink, linkLocator } from '../shared/linkLocator';
import type { Parameters } from '../shared/parameters';
import { reportColumns } from './columns';
import { readPeriod } from './period';

/** The fields of Get Link Analytics. */
export const linkProperties: INodeProperties[] = [{ ...linkLocator, displayOptions: { show: { operation: ['link'] } } }];

/** The question that an item asks about one link. */
export function linkQuestion(parameters: Parameters): ApiRequest {
	const link = encodeURIComponent(chosenLink(parameters, 'link'));
	return { method: 'GET', path: `/v1/links/${link}/analytics`, query: { ...readPeriod(parameters) } };
}

/** Its answer: one output. */
export function linkOutput(answer: LinkAnalytics, columnNames: string): IDataObject[] {
	return [columnNames === 'report' ? reportColumns(answer) : (answer as unknown as IDataObject)];
}
