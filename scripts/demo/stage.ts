import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBackend, type Backend } from '../../test/support/backend.ts';
import { startEngine, type Engine } from '../../test/support/engine.ts';
import { ROOT } from '../repository.ts';
import { done } from './check.ts';
import { standIns } from './workflows.ts';
import { duration, progress } from './terminal.ts';

/** What the demo plays on: a backend in a process of its own, and n8n's engine with the pack. */
export interface Stage {
	backend: Backend;
	engine: Engine;
	/** A call of the backend's API. */
	api(method: string, route: string, body?: object): Promise<{ status: number; body: unknown }>;
	/** Resolves when the reports count every click that was answered. */
	counted(): Promise<void>;
}

/** The same whatever the machine has in its environment or in an `.env`. */
const SETTINGS = {
	LINKMILL_HOST: '127.0.0.1',
	LINKMILL_PORT: '0',
	LINKMILL_BASE_URL: '',
	LINKMILL_RATE_LIMIT: '',
	LINKMILL_VISITOR_SALT_DAYS: '',
	LINKMILL_WEBHOOK_ALLOW: '',
	// The visitors' addresses come in X-Forwarded-For, as behind a proxy.
	LINKMILL_TRUSTED_PROXIES: '127.0.0.1',
};

/** Sets the stage; `onClose` is told first how to clear it, so that an interrupted start leaves nothing either. */
export async function setStage(onClose: (close: () => Promise<void>) => void): Promise<Stage> {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkmill-demo-'));
	mkdirSync(path.join(folder, 'data'));
	// n8n-core reads it when it is loaded. A proxy of the machine must not be asked for what is on the machine itself.
	process.env['N8N_USER_FOLDER'] = folder;
	process.env['no_proxy'] = '127.0.0.1,localhost';
	progress('starting the backend …');
	const begin = performance.now();
	const key = `lmk_demo_${randomBytes(24).toString('hex')}`;
	const starting = startBackend({ ...SETTINGS, LINKMILL_API_KEY: key, LINKMILL_DATA_DIR: path.join(folder, 'data') });
	onClose(async () => {
		await starting.then((backend) => backend.stop(), () => undefined);
		rmSync(folder, { recursive: true, force: true });
	});
	const backend = await starting;
	done(`backend on ${backend.url}, data in a temporary folder`, duration(performance.now() - begin));

	progress('loading n8n …');
	const loading = performance.now();
	const credentials = { linkmillApi: { baseUrl: backend.url, apiKey: key } };
	const engine = await startEngine({ packDir: ROOT, credentials, otherNodes: standIns });
	done("n8n's own engine, with the nodes of this pack", duration(performance.now() - loading));

	const api = caller(backend.url, key);
	const counted = async () => {
		for (let tries = 0; tries < 200; tries++) {
			const { body } = await api('GET', '/readyz');
			if ((body as { reader_lag_events: number }).reader_lag_events === 0) return;
			await sleep(50);
		}
		throw new Error('The reports did not catch up with the clicks in 10 seconds');
	};
	return { backend, engine, api, counted };
}

function caller(url: string, key: string): Stage['api'] {
	return async (method, route, body) => {
		const response = await fetch(url + route, {
			method,
			headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
			...(body && { body: JSON.stringify(body) }),
		});
		return { status: response.status, body: await response.json() };
	};
}
