import type { IDataObject } from 'n8n-workflow';

/** An object without some of its members. */
export function without(object: object, ...names: string[]): IDataObject {
	return Object.fromEntries(Object.entries(object as IDataObject).filter(([name]) => !names.includes(name)));
}
