import { PageFrame } from '../../ui/page.tsx';
import type { PageProps } from '../../routes.ts';

/** One subscription: its lag, its deliveries. */
export function WorkflowPage(_props: PageProps<'workflow'>) {
	return <PageFrame title="Workflow" />;
}
