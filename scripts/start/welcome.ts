import type { Owner, StoredWorkflow } from '../n8n/client.ts';

export interface Running {
	url: string;
	n8nUrl: string;
	apiKey: string;
	owner: Owner;
	workflows: StoredWorkflow[];
	/** Folders in which everything is kept. */
	folders: string[];
}

/** What a person needs to begin: addresses, how to sign in, what to open. */
export function welcome({ url, n8nUrl, apiKey, owner, workflows, folders }: Running): string {
	const list = workflows.map(({ name, id }) => `    ${name}\n      ${n8nUrl}/workflow/${id}`);
	return `
  n8n        ${n8nUrl}
  e-mail     ${owner.email}
  password   ${owner.password}

  Linkmill   ${url}
  API key    ${apiKey}, which signs you in there, too
${list.length > 0 ? `\n  Workflows, with the credential "Linkmill" set:\n${list.join('\n')}\n` : ''}
  Everything is kept in ${folders.join(' and ')}. Ctrl-C stops both.`;
}
