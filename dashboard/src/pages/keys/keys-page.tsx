import { PageFrame } from '../../ui/page.tsx';

/** API keys: for administrators. */
export function KeysPage() {
	return <PageFrame title="Keys" />;
}
