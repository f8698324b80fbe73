import { PageFrame } from '../../ui/page.tsx';
import type { PageProps } from '../../routes.ts';

/** One link: its clicks, its history, what it is. */
export function LinkPage(_props: PageProps<'link'>) {
	return <PageFrame title="Link" />;
}
