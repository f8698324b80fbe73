/**
 * A drawn SVG with its words, for who has it read out (https://www.w3.org/TR/svg-aam-1.0/), and without what serves a page with
 * script: classes, styles for pointers, marks. The names within it begin with a count of all charts so far; without that, the same chart is
 * the same text.
 */
export function finishSvg(drawn: string, { title, description }: { title: string; description: string }): string {
	const bare = drawn
		.replace(/<style ><!\[CDATA\[[^]*?\]\]>\s*<\/style>\n?/, '')
		// Quotation marks are escaped in text, so these are never a caller's words.
		.replaceAll(/ (?:class="zr[^"]*"|ecmeta_\w+="[^"]*")/g, '')
		.replaceAll(/="zr\d+-/g, '="chart-')
		.replaceAll(/="url\(#zr\d+-/g, '="url(#chart-');
	return bare.replace(/^<svg ([^>]*)>/, (_head, attributes: string) => `<svg ${attributes} role="img" aria-labelledby="chart-title chart-description"><title id="chart-title">${escapeXml(title)}</title><desc id="chart-description">${escapeXml(description)}</desc>`);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeXml(text: string): string {
	return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
