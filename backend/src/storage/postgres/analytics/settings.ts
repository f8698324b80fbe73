/**
 * SQL that sets how statements of this transaction are planned. Each of ours looks up a few rows of large tables by their keys. Plans
 * are kept for as long as a connection lasts, though, and one that was made while the tables were small reads the whole of them; and
 * to compile a statement takes longer than to run it.
 */
export const PLANNED = `set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`;
