import { PageFrame } from '../../ui/page.tsx';

/** What is configured and healthy. */
export function SettingsPage() {
	return <PageFrame title="Settings" />;
}
