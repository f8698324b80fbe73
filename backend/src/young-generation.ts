import { setFlagsFromString } from 'node:v8';

/**
 * Megabytes for new objects before they are looked through. With V8's usual 16, those of a batch of hits survive two
 * looks and are moved among the old ones, which costs a fifth of the redirects (ADR 0018). Imported before all else:
 * the flag counts for what is allocated afterwards.
 */
const SEMI_SPACE_MB = 64;

setFlagsFromString(`--max-semi-space-size=${String(SEMI_SPACE_MB)}`);
