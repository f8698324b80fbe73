import { PageFrame } from '../../ui/page.tsx';

/** Webhook subscriptions: what is sent to workflows, and how that stands. */
export function WorkflowsPage() {
	return <PageFrame title="Workflows" />;
}
