import type { ApiProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** How many fields it names at most: of a bulk change that is refused, every link may have one. */
const NAMED = 20;

/** Says in the API's own words what went wrong, with every field that it names. */
export function ErrorNotice({ error, retry }: { error: ApiProblem; retry?: () => void }) {
	const others = error.fields.filter(({ message }) => message !== error.message && !error.message.startsWith(`${message} (and `));
	return (
		<div class="notice danger" role="alert">
			<Icon name="alert" />
			<div>
				<p>{error.message}</p>
				{others.length > 0 && <ul>{others.slice(0, NAMED).map(({ pointer, message }) => <li key={pointer}>{message}</li>)}</ul>}
				{others.length > NAMED && <p class="muted">… and {others.length - NAMED} more.</p>}
			</div>
			{retry && <Button size="small" onClick={retry}>Try again</Button>}
		</div>
	);
}
