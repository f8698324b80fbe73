import type { ComponentType } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiProblem } from '../api/problem.ts';
import { PAGES, type RouteName } from '../routes.ts';
import { href, route } from '../router.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { PageFrame } from '../ui/page.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import { Navigation } from './navigation.tsx';

/** Around every page: the way past the navigation, the navigation, and where the page is shown. */
export function Shell() {
	return (
		<div class="shell">
			<a class="skip" href="#main" onClick={skip}>Skip to the content</a>
			<Navigation />
			<main id="main" tabIndex={-1}><CurrentPage /></main>
		</div>
	);
}

/** The address behind `#` is the page's, so the link itself must not go there. */
function skip(event: Event): void {
	event.preventDefault();
	document.getElementById('main')?.focus();
}

type AnyPage = ComponentType<{ params: Record<string, string> }>;

/** Pages whose code is there. */
const loaded = new Map<RouteName, AnyPage>();

function CurrentPage() {
	const { name, params, path } = route.value;
	const error = useSignal<ApiProblem | undefined>(undefined);
	const arrived = useSignal(0);
	useEffect(() => {
		if (name === undefined || loaded.has(name)) return;
		error.value = undefined;
		PAGES[name]().then(
			(page) => {
				loaded.set(name, page as AnyPage);
				arrived.value++;
			},
			() => { error.value = new ApiProblem('This part of the dashboard could not be loaded: the server does not answer, or has been updated meanwhile.'); },
		);
	}, [name]);
	if (name === undefined) return <NotFound />;
	if (error.value) return <ErrorNotice error={error.value} retry={() => { location.reload(); }} />;
	const Page = arrived.value >= 0 ? loaded.get(name) : undefined;
	return Page ? <Page key={path} params={params} /> : <Skeleton lines={6} />;
}

function NotFound() {
	return (
		<PageFrame title="Nothing here">
			<EmptyState icon="search" title="There is no such page" actions={<a class="button primary normal" href={href('links')}>Go to the links</a>}>
				<p>The address may have a typing error, or be of another version of the dashboard.</p>
			</EmptyState>
		</PageFrame>
	);
}
