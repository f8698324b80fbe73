/** The first page of the document. */
export const INTRODUCTION = `Short links that a program can make by the thousand, change mid-campaign, report on, and be told about when they are clicked.

**Key.** Send \`Authorization: Bearer <key>\`. A key has the scopes \`read\`, \`write\` and \`admin\`, none of which includes another. Each call names the one that it needs.

**Names and times.** Members are \`snake_case\`. Times are RFC 3339 in UTC (\`2027-01-31T18:00:00.000Z\`); a time that you send without a zone is read as UTC. A member that a call does not know is an error.

**Errors.** \`application/problem+json\` (RFC 9457) with a stable \`code\`, a sentence in \`message\`, and for bad input \`errors\`, which names every bad field.

**Repeating.** Send an \`Idempotency-Key\` with a POST, PATCH or DELETE, and the same request can be sent again without being done again.

**Budget.** Requests are counted for each key. Every answer says what is left; beyond it the answer is 429 with \`Retry-After\`. A batch is one request.

**Pages.** A list answers up to \`limit\` items and \`next_cursor\`, which is the \`cursor\` of the next page and null on the last.`;

/** The groups of calls, in the order in which they are shown. */
export const TAGS = [
	{ name: 'Links', description: 'Make, find, change and delete short links, one by one or thousands in one transaction.' },
	{ name: 'Changes', description: 'What bulk calls have done, and how to undo it.' },
	{ name: 'Analytics', description: 'Who clicked what, when and where from, and what came of it.' },
	{ name: 'Webhooks', description: 'Have clicks and changes posted to you, signed, in order and at least once.' },
	{ name: 'Keys', description: 'The key in use, and, with the scope `admin`, all API keys.' },
	{ name: 'Redirects', description: 'What visitors get.' },
	{ name: 'Operations', description: 'For load balancers, orchestrators and Prometheus.' },
];
