/**
 * A name as it is kept: without space around it, control characters (line ends, tabs) as spaces. What pastes and
 * spreadsheets bring along would otherwise make two of one campaign. Null where nothing is left.
 */
export function oneLine(text: string | null): string | null {
	return text?.replaceAll(/\p{Cc}+/gu, ' ').trim() || null;
}
