/**
 * What a person calls a link, as the API takes it: `lnk_…`, `slug:…` or `external:…`. A short URL is taken
 * for its last part, anything else for a slug.
 */
export function linkReference(value: string): string {
	const text = value.trim();
	if (/^(lnk_|slug:|external:)/.test(text)) return text;
	return `slug:${slugOf(text)}`;
}

/** The slug in a short URL, or the text itself. */
export function slugOf(text: string): string {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return text;
	const [slug = ''] = new URL(text).pathname.split('/').filter(Boolean).slice(-1);
	return slug;
}
