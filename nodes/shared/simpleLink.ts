import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Link } from '../../contract/link';

/** What most workflows want to know of a link. */
export const SIMPLE_LINK = [
	'id', 'short_url', 'slug', 'destination', 'title', 'campaign', 'tags', 'external_id', 'status', 'total_clicks', 'last_clicked_at', 'expires_at', 'created_at',
] as const satisfies ReadonlyArray<keyof Link>;

/** Whether a link comes out with these fields alone. */
export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** A link with the fields of {@link SIMPLE_LINK} alone, where that is asked for. */
export function simplified(link: Link, simplify: boolean): IDataObject {
	return simplify ? Object.fromEntries(SIMPLE_LINK.map((name) => [name, link[name]])) : (link as unknown as IDataObject);
}
