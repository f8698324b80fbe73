import { setFlagsFromString } from 'node:v8';

/**
 * Megabytes for new objects before they are looked through. With V8's usual 16, those of a batch of hits survive two
 * looks and are moved among the old ones (ADR 0018). Imported before all else: the flags count for what comes afterwards.
 */
const SEMI_SPACE_MB = 64;

setFlagsFromString(`--max-semi-space-size=${String(SEMI_SPACE_MB)}`);
// Without it, V8 takes what a batch makes for long-lived ever after, in some processes and not in others.
setFlagsFromString('--no-allocation-site-pretenuring');
