import type { INodeProperties } from 'n8n-workflow';
import { breakdownProperties } from './breakdown';
import { chartProperties } from './chart';
import { clicksProperties } from './clicks';
import { columnNamesProperty } from './columns';
import { limitProperties } from './limit';
import { operationProperty } from './operation';
import { optionsProperty } from './options';
import { outputProperties } from './output';
import { periodProperties } from './period';
import { groupByProperty } from './report';
import { selectionProperties } from './selection';
import { intervalProperty } from './timeSeries';

/** All fields, in the order in which they are shown. */
export const properties: INodeProperties[] = [
	operationProperty,
	groupByProperty,
	...selectionProperties,
	...periodProperties,
	intervalProperty,
	...breakdownProperties,
	...chartProperties,
	...limitProperties,
	...clicksProperties,
	columnNamesProperty,
	...outputProperties,
	optionsProperty,
];
