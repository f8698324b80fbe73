import type { LinkFields, NewLink } from '../../contract/link';
import type { Parameters } from '../shared/parameters';
import { readSettings } from '../shared/readSettings';

/** What every link of an import gets where its row says nothing else. */
export type Common = Partial<LinkFields>;

/** What Fields for All Links says. */
export function readCommon(parameters: Parameters): Common {
	return readSettings(parameters, parameters.collection('fieldsForAll'));
}

/** A row with what is common to all; of UTM parameters and metadata each entry for itself. */
export function withCommon(common: Common, link: NewLink): NewLink {
	return {
		...common,
		...link,
		...(common.utm && link.utm && { utm: { ...common.utm, ...link.utm } }),
		...(common.metadata && link.metadata && { metadata: { ...common.metadata, ...link.metadata } }),
	};
}
