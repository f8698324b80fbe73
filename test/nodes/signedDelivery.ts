import { Webhook } from 'standardwebhooks';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import type { Delivery } from '../support/engine-trigger.ts';
import { node, PACK } from './pack.ts';

/** The secret that triggers have here. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** One that they do not know. */
export const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

let engine: Engine;

/** Starts the engine for the tests of a file. No server: what is looked at here asks none. */
export function startTriggers(): void {
	beforeAll(async () => {
		engine = await startEngine({ packDir: PACK, credentials: {} });
	});
}

/** Each trigger has a subscription of its own: what the process remembers of one is nothing to the others. */
let subscriptions = 0;

/** The id of a subscription that no other trigger has. */
export const otherSubscription = () => `whk_${++subscriptions}`;

/** A trigger that has registered, with what n8n keeps for it. */
export const trigger = (kept: object = {}, { parameters = {}, test = false } = {}) =>
	engine.trigger(node('linkClickTrigger', parameters), { test, staticData: { 'node:Node': { [test ? 'test' : 'production']: { id: otherSubscription(), secret: SECRET, ...kept } } } });

/** An event id. */
export const id = (position: number, epoch = 1) => `evt_${String(epoch).padStart(13, '0')}_${String(position).padStart(15, '0')}`;

/** An event with that id. */
export const click = (position: number, epoch = 1) => ({ id: id(position, epoch), type: 'link.clicked', link_slug: 'a' });

/** Several events in one delivery. */
export const batch = (...events: object[]) => ({ type: 'batch', events });

/** Headers as they are sent: of this body, signed with these secrets at this time. */
export function signed(body: string, { secrets = [SECRET], at = new Date(), messageId = 'msg_1' } = {}): Record<string, string> {
	return {
		'webhook-id': messageId,
		'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
		'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
	};
}

/** Hands a trigger a body that is signed. */
export const post = async (made: ReturnType<typeof trigger>, body: object, options: Parameters<typeof signed>[1] = {}, then: Parameters<typeof made.receive>[2] = {}) =>
	await made.receive(JSON.stringify(body), signed(JSON.stringify(body), options), then);

/** Ids of the events that started something. */
export const ids = ({ started }: Delivery) => started?.map(({ json }) => json.id);

/** A delivery that starts nothing and is answered so. */
export const nothing = (status: number): Delivery => ({ started: undefined, status });
