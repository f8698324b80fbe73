import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** The API key of every server that is measured. */
export const KEY = 'bench-key-of-at-least-32-characters';

/** Whether processes can be kept on one core each: servers on the first, what loads them on the second. */
export const PINNED = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Starts a script of ours with this Node.js, on one core where that is possible, or wherever the system puts it. What it says on standard error is shown. */
export function run(core: 0 | 1 | 'any', args: string[], environment: Record<string, string> = {}): ChildProcess {
	const [command, ...rest] = [...(PINNED && core !== 'any' ? ['taskset', '-c', String(core)] : []), process.execPath, ...args];
	return spawn(command as string, rest, { cwd: ROOT, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** A server that is being measured. */
export interface Server {
	url: string;
	/** Empty for one that keeps nothing. */
	dataDir: string;
	/** Milliseconds of processor time that it has used so far, all threads together; NaN where the system does not tell. */
	cpu(): number;
	/** Bytes of memory that it holds; NaN where the system does not tell. */
	memory(): number;
	stop(): Promise<void>;
}

/** Starts the backend on the first core unless told otherwise, with a data folder that goes with it. */
export async function startLinkmill(settings: Record<string, string> = {}, nodeArgs: string[] = [], core: 0 | 'any' = 0): Promise<Server> {
	const dataDir = mkdtempSync(join(tmpdir(), 'linkmill-bench-'));
	const environment = { LINKMILL_PORT: '0', LINKMILL_API_KEY: KEY, LINKMILL_LOG_LEVEL: 'warn', LINKMILL_DATA_DIR: dataDir, ...settings };
	const child = run(core, [...nodeArgs, join(ROOT, 'backend/src/main.ts')], environment);
	const server = await listening(child, dataDir);
	return {
		...server,
		async stop() {
			await server.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

/** Resolves once the process has printed its address. */
export async function listening(child: ChildProcess, dataDir = ''): Promise<Server> {
	const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
	const url = await new Promise<string>((resolve, reject) => {
		let said = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			const address = /listens on (http:\/\/[^\s,]+)/.exec(said)?.[1];
			if (address) resolve(address);
		});
		void ended.then(() => { reject(new Error(`A server ended before it listened. It said: ${said}`)); });
	});
	return {
		url,
		dataDir,
		cpu: () => cpuOf(child.pid ?? 0),
		memory: () => memoryOf(child.pid ?? 0),
		async stop() {
			child.kill('SIGTERM');
			await ended;
		},
	};
}

/** Calls the API; any answer but a 2xx is an error. */
export async function call<T>(server: Server, method: string, path: string, body?: unknown): Promise<T> {
	return (await timedCall(server, method, path, body)).answer as T;
}

/** The same with its milliseconds, from the request's first byte to the answer's last: what a client makes of the bytes is its own affair. */
export async function timedCall(server: Server, method: string, path: string, body?: unknown): Promise<{ answer: unknown; milliseconds: number }> {
	const started = performance.now();
	const response = await fetch(server.url + path, {
		method,
		headers: { authorization: `Bearer ${KEY}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	if (!response.ok) throw new Error(`${method} ${path} answered ${String(response.status)}: ${await response.text()}`);
	const bytes = Buffer.from(await response.arrayBuffer());
	const milliseconds = performance.now() - started;
	return { answer: JSON.parse(bytes.toString()), milliseconds };
}

/** Events of the log that are not counted yet. */
export async function readerLag(server: Server): Promise<number> {
	return (await call<{ reader_lag_events: number }>(server, 'GET', '/readyz')).reader_lag_events;
}

/** Waits until every click is counted: the rest of one round must not slow the next. */
export async function caughtUp(server: Server): Promise<void> {
	for (const deadline = Date.now() + 120_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
		if ((await readerLag(server)) <= 0) return;
	}
	throw new Error('The reader did not catch up within two minutes.');
}

/** Milliseconds that the servers' core has worked so far, for whomever; NaN where that is not known. */
export function coreWork(): number {
	if (!PINNED) return NaN;
	try {
		const [user, nice, system] = (/^cpu0 (.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '').split(' ').map(Number);
		return (((user ?? NaN) + (nice ?? NaN) + (system ?? NaN)) / TICKS) * 1000;
	} catch {
		return NaN;
	}
}

/** Ticks a second in which Linux counts processor time: fixed in its interface (proc(5), times(2)). */
const TICKS = 100;

function cpuOf(pid: number): number {
	try {
		// The fields after the name, which is in parentheses; user and system time are the 14th and 15th of all.
		const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000;
	} catch {
		return NaN;
	}
}

function memoryOf(pid: number): number {
	try {
		return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) * 1024;
	} catch {
		return NaN;
	}
}
