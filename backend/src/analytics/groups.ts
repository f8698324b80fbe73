import { DIMENSIONS, INTERVALS, type Dimension, type Group, type Interval } from '../../../contract/analytics.ts';

/** Whether rows are parts of a dimension. */
export function isDimension(group: Group): group is Dimension {
	return (DIMENSIONS as readonly string[]).includes(group);
}

/** Whether rows are points in time. */
export function isInterval(group: Group): group is Interval {
	return (INTERVALS as readonly string[]).includes(group);
}
