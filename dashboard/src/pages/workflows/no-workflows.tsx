import { EmptyState } from '../../ui/empty-state.tsx';

/** How the first workflow comes to be here. */
export function NoWorkflows() {
	return (
		<EmptyState icon="workflow" title="No workflow listens yet" actions={<a class="button plain normal" href="/docs" target="_blank" rel="noreferrer">Webhooks in the API</a>}>
			<ol class="steps">
				<li>Open a workflow in n8n, or make one, and add the node <strong>Link Click Trigger</strong>.</li>
				<li>Choose the credential of this Linkmill, and which clicks it is to start on: all, or those of a campaign, a tag, a country.</li>
				<li><strong>Publish</strong> (activate) the workflow. It appears here, and every click that matches starts it.</li>
			</ol>
			<p>Other programs subscribe with <code>POST /v1/webhooks</code>.</p>
		</EmptyState>
	);
}
