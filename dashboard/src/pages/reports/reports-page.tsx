import { PageFrame } from '../../ui/page.tsx';

/** A campaign or any other selection, grouped and over time. */
export function ReportsPage() {
	return <PageFrame title="Reports" />;
}
