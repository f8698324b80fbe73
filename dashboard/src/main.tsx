import { render } from 'preact';
import { App } from './app.tsx';
import { loadSession } from './session.ts';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no place for the dashboard');
await loadSession();
render(<App />, root);
