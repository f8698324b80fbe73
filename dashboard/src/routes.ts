import type { ComponentType } from 'preact';
import { LinksPage } from './pages/links/links-page.tsx';

/** Where each page stands, behind the `#` of the address: short links have all other addresses. */
export const PATHS = {
	links: '/links',
	link: '/links/:id',
	reports: '/reports',
	workflows: '/workflows',
	workflow: '/workflows/:id',
	keys: '/keys',
	settings: '/settings',
} as const;

/** A page by its name. */
export type RouteName = keyof typeof PATHS;

/** Names of the parameters in a path. */
type Names<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}` ? Name | Names<`/${Rest}`> : Path extends `${string}:${infer Name}` ? Name : never;

/** What the address of a page needs: one text for each parameter of its path. */
export type ParamsOf<Name extends RouteName> = Record<Names<(typeof PATHS)[Name]>, string>;

/** What a page gets: the parameters of its path. Those behind `?` it takes from `route` or {@link useQuery}. */
export interface PageProps<Name extends RouteName> {
	params: ParamsOf<Name>;
}

type Pages = { [Name in RouteName]: () => Promise<ComponentType<PageProps<Name>>> };

/** Loads the code of a page. That of the links comes with the dashboard: everybody begins there. Each of the others is a file of its own. */
export const PAGES: Pages = {
	links: async () => LinksPage,
	link: async () => (await import('./pages/link/link-page.tsx')).LinkPage,
	reports: async () => (await import('./pages/reports/reports-page.tsx')).ReportsPage,
	workflows: async () => (await import('./pages/workflows/workflows-page.tsx')).WorkflowsPage,
	workflow: async () => (await import('./pages/workflows/workflow-page.tsx')).WorkflowPage,
	keys: async () => (await import('./pages/keys/keys-page.tsx')).KeysPage,
	settings: async () => (await import('./pages/settings/settings-page.tsx')).SettingsPage,
};
