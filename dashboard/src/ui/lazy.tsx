import type { ComponentType } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { toast } from './toast.tsx';

/**
 * A component whose code is loaded when it is first shown, such as a panel; until then nothing is shown.
 *
 * @param load imports the file, and takes the component out of it
 */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
	let loaded: ComponentType<Props> | undefined;
	return function Lazy(props: Props) {
		const arrived = useSignal(loaded !== undefined);
		useEffect(() => {
			if (loaded) return;
			load().then(
				(component) => {
					loaded = component;
					arrived.value = true;
				},
				() => { toast({ kind: 'error', message: 'This part of the dashboard could not be loaded: the server does not answer, or has been updated meanwhile. Reload the page.' }); },
			);
		}, []);
		const Component = arrived.value ? loaded : undefined;
		return Component ? <Component {...props} /> : null;
	};
}
