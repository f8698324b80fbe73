import { useEffect, useRef } from 'preact/hooks';

/**
 * Does something again and again while the page is in sight, and at once when it comes into sight.
 *
 * @param seconds between two times
 */
export function useRefreshing(refresh: () => void, seconds: number): void {
	const latest = useRef(refresh);
	latest.current = refresh;
	useEffect(() => {
		const run = () => { if (!document.hidden) latest.current(); };
		const timer = setInterval(run, seconds * 1000);
		document.addEventListener('visibilitychange', run);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', run);
		};
	}, [seconds]);
}
