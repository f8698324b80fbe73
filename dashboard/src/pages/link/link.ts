import type { Link } from '../../../../contract/link.ts';

/** The path of a link in the API. */
export const pathOf = (id: string) => `/v1/links/${encodeURIComponent(id)}` as const;

/** What people call a link. */
export const nameOf = ({ title, slug }: Pick<Link, 'title' | 'slug'>) => title ?? `/${slug}`;

/** An address as people read it. */
export const withoutScheme = (url: string) => url.replace(/^https?:\/\//, '');

/** Whether an address may stand in a link: what others wrote never becomes `javascript:`. */
export const isWebAddress = (url: string) => /^https?:\/\//i.test(url);
