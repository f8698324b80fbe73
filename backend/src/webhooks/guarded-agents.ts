import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { AddressGuard, Target } from './address-guard.ts';

/** Idle connections kept for the next delivery; a receiver's own `Keep-Alive: timeout` closes them earlier. */
const KEEP_ALIVE = { keepAlive: true, maxFreeSockets: 256, scheduling: 'lifo', timeout: 30_000 } as const;

type Created = (error: Error | null, stream: Duplex) => void;

/** Connections of webhooks: kept alive, and made only to addresses that the guard lets through. */
export interface GuardedAgents {
	httpAgent: http.Agent;
	httpsAgent: https.Agent;
	close(): void;
}

/** The agents for a guard. */
export function guardedAgents(guard: AddressGuard): GuardedAgents {
	const httpAgent = new GuardedHttpAgent(guard);
	const httpsAgent = new GuardedHttpsAgent(guard);
	const close = () => {
		httpAgent.destroy();
		httpsAgent.destroy();
	};
	return { httpAgent, httpsAgent, close };
}

class GuardedHttpAgent extends http.Agent {
	readonly #guard: AddressGuard;

	constructor(guard: AddressGuard) {
		super(KEEP_ALIVE);
		this.#guard = guard;
	}

	override createConnection(options: http.ClientRequestArgs, created?: Created) {
		return guarded(this.#guard, options, created, (checked) => super.createConnection(checked, created));
	}
}

class GuardedHttpsAgent extends https.Agent {
	readonly #guard: AddressGuard;

	constructor(guard: AddressGuard) {
		super(KEEP_ALIVE);
		this.#guard = guard;
	}

	override createConnection(options: https.RequestOptions, created?: Created) {
		return guarded(this.#guard, options, created, (checked) => super.createConnection(checked, created));
	}
}

/** A socket looks names up through the guard; a host that is an address is never looked up, so it is checked here. */
function guarded<Options extends http.ClientRequestArgs>(
	guard: AddressGuard,
	options: Options,
	created: Created | undefined,
	connect: (options: Options) => Duplex | null | undefined,
) {
	const target: Target = { host: options.host ?? '', port: Number(options.port) };
	try {
		guard.checkLiteral(target);
	} catch (error) {
		// The agent takes an error in place of a stream, though the type wants both.
		(created as ((error: unknown) => void) | undefined)?.(error);
		return undefined;
	}
	return connect({ ...options, lookup: guard.lookupFor(target) });
}
