import { failure, session } from './session.ts';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import { ErrorNotice } from './ui/error-notice.tsx';
import { Toasts } from './ui/toast.tsx';

/** The whole dashboard: the shell for who is signed in, else the sign-in. */
export function App() {
	return (
		<>
			{failure.value ? <main class="standalone"><ErrorNotice error={failure.value} retry={() => { location.reload(); }} /></main> : session.value ? <Shell /> : <SignInPage />}
			<Toasts />
		</>
	);
}
