import type { ApiProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Says in the API's own words what went wrong, with every field that it names. */
export function ErrorNotice({ error, retry }: { error: ApiProblem; retry?: () => void }) {
	const others = error.fields.filter(({ message }) => message !== error.message && !error.message.startsWith(`${message} (and `));
	return (
		<div class="notice danger" role="alert">
			<Icon name="alert" />
			<div>
				<p>{error.message}</p>
				{others.length > 0 && <ul>{others.map(({ pointer, message }) => <li key={pointer}>{message}</li>)}</ul>}
			</div>
			{retry && <Button size="small" onClick={retry}>Try again</Button>}
		</div>
	);
}
