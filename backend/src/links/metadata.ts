import { LINK_LIMITS } from '../../../contract/link.ts';

/** Levels that metadata may be nested. What is nested by the thousand overflows the stack of whatever writes it as JSON. */
const LEVELS = 50;

/** Metadata as it is kept, or what is wrong with it. */
export function readMetadata(metadata: Record<string, unknown>): { json: string } | { code: string; message: string } {
	if (isDeeper(metadata, LEVELS)) return { code: 'too_deep', message: `metadata must be nested at most ${String(LEVELS)} levels deep.` };
	const json = JSON.stringify(metadata);
	return Buffer.byteLength(json) > LINK_LIMITS.metadata ? { code: 'too_large', message: 'metadata must be at most 16 kB as JSON.' } : { json };
}

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}
