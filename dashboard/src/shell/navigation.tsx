import { can, session } from '../session.ts';
import { href, route } from '../router.ts';
import type { RouteName } from '../routes.ts';
import { Icon, Mark, type IconName } from '../ui/icon.tsx';
import { Account } from './account.tsx';

interface Entry {
	name: 'links' | 'reports' | 'workflows' | 'keys' | 'settings';
	label: string;
	icon: IconName;
	/** Pages that belong to it. */
	also?: RouteName;
	/** Whether it is for administrators. */
	admin?: boolean;
}

const ENTRIES: Entry[] = [
	{ name: 'links', label: 'Links', icon: 'link', also: 'link' },
	{ name: 'reports', label: 'Reports', icon: 'chart' },
	{ name: 'workflows', label: 'Workflows', icon: 'workflow', also: 'workflow' },
	{ name: 'keys', label: 'Keys', icon: 'key', admin: true },
	{ name: 'settings', label: 'Settings', icon: 'settings' },
];

/** At the left of wide screens, at the bottom of narrow ones. */
export function Navigation() {
	const { name } = route.value;
	const host = URL.parse(session.value?.base_url ?? '')?.host;
	return (
		<header class="sidebar">
			<a class="brand" href={href('links')}>
				<Mark />
				<span class="brand-text">
					<span class="brand-name">Linkmill</span>
					<span class="brand-host">{host}</span>
				</span>
			</a>
			<nav class="nav" aria-label="Main">
				<ul>
					{ENTRIES.filter(({ admin }) => admin !== true || can('admin')).map((entry) => (
						<li key={entry.name}>
							<a href={href(entry.name)} aria-current={name !== undefined && [entry.name, entry.also].includes(name) ? 'page' : undefined}>
								<Icon name={entry.icon} />
								<span>{entry.label}</span>
							</a>
						</li>
					))}
				</ul>
			</nav>
			<Account />
		</header>
	);
}
