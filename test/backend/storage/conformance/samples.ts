import type { DeliveryProgress, Enrichment, Hit, StoredLink, StoredWebhook } from '../../../../backend/src/storage/storage.ts';

export const DAY = 86_400_000;

/** This morning, UTC: an empty log begins today, and rolls when a test goes on to a later day. */
export const MORNING = Math.floor(Date.now() / DAY) * DAY + DAY / 3;

export function aLink(id: number, differs: Partial<StoredLink> = {}): StoredLink {
	return {
		id,
		slug: `slug-${String(id)}`,
		destination: `https://example.com/${String(id)}`,
		location: `https://example.com/${String(id)}`,
		title: null,
		tags: [],
		campaign: null,
		metadata: null,
		externalId: null,
		enabled: true,
		startsAt: null,
		expiresAt: null,
		fallbackUrl: null,
		fallbackLocation: null,
		redirectType: 302,
		utm: null,
		maxClicks: null,
		forwardQuery: false,
		forwardQueryOverrides: false,
		appendClickId: false,
		passwordHash: null,
		variants: [],
		importedClicks: 0,
		createdBy: 1,
		createdAt: MORNING,
		updatedAt: MORNING,
		deletedAt: null,
		version: 1,
		...differs,
	};
}

/** A link with something in every column, so that a lost or swapped one shows. */
export const FULL_LINK = aLink(7, {
	slug: 'spring-sale',
	destination: 'https://bücher.example/größe',
	location: 'https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe',
	title: 'Spring “sale”',
	tags: ['sale', 'ümlaut', "o'clock"],
	campaign: 'spring',
	metadata: '{"user_id":7}',
	externalId: 'SKU-1',
	enabled: false,
	startsAt: MORNING + 1,
	expiresAt: MORNING + 2,
	fallbackUrl: 'https://example.com/gone?ü',
	fallbackLocation: 'https://example.com/gone?%C3%BC',
	redirectType: 307,
	utm: { source: 'mail', term: 'ü' },
	maxClicks: 9,
	forwardQuery: true,
	forwardQueryOverrides: true,
	appendClickId: true,
	passwordHash: 'scrypt$1$2$3$salt$key',
	variants: [{ name: 'A', destination: 'https://a.example/ü', weight: 1, location: 'https://a.example/%C3%BC' }],
	importedClicks: 11,
	createdBy: 12,
	createdAt: MORNING + 3,
	updatedAt: MORNING + 4,
	version: 5,
});

export function aHit(linkId: number, differs: Partial<Hit> = {}): Hit {
	return {
		occurredAt: MORNING,
		linkId,
		linkVersion: 1,
		nonce: '0123456789ab',
		visitorId: 'aa11',
		country: 'DE',
		region: 'Bavaria',
		city: 'Munich',
		signal: null,
		userAgent: 'Mozilla/5.0',
		referrer: 'https://news.example/',
		language: 'de',
		query: 'utm_source=mail',
		variant: null,
		kind: null,
		...differs,
	};
}

export function anEnrichment(position: number, differs: Partial<Enrichment> = {}): Enrichment {
	return {
		position,
		kind: 'human',
		bot: null,
		device: 'desktop',
		browser: 'Firefox',
		os: 'Linux',
		referrerHost: 'news.example',
		source: 'referral',
		isUnique: true,
		...differs,
	};
}

export function aWebhook(differs: Partial<StoredWebhook> = {}): Omit<StoredWebhook, 'id'> {
	return {
		url: 'http://127.0.0.1:5678/webhook',
		events: ['link.clicked', 'link.created'],
		filter: { tags: ['sale'], kinds: ['human', 'bot'] },
		maxEvents: 1,
		maxWaitMs: 1000,
		oldSecret: null,
		oldSecretUntil: null,
		statusReason: null,
		onFailure: 'park',
		skipBefore: null,
		skipUpTo: 0,
		replay: null,
		rate: 2.5,
		name: 'n8n',
		key: 'workflow-1',
		secret: 'whsec_c2VjcmV0',
		status: 'active',
		startPosition: 3,
		startRevision: 1,
		createdAt: MORNING,
		expiresAt: MORNING + DAY,
		...differs,
	};
}

/** Progress of a subscription with which nothing is wrong. */
export function aProgress(differs: Partial<DeliveryProgress> = {}): DeliveryProgress {
	return { webhookId: 1, replayId: null, startRevision: 1, cursor: 5, failures: 0, failingSince: null, refusals: 0, refusedSince: null, lastError: null, nextAttemptAt: null, ...differs };
}
