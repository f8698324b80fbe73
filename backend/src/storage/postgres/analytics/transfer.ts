/** SQL that sends packed bytes as base64: shorter than what PostgreSQL writes by itself, and taken apart in half of the time. */
export const sent = (column: string) => `encode(${column}, 'base64')`;

/** What {@link sent} has sent. */
export const received = (value: unknown): Buffer => Buffer.from(value as string, 'base64');
