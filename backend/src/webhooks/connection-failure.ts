/** What a system error code means, for someone who runs neither Node nor a network. */
const MEANINGS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens there (connection refused)',
	ECONNRESET: 'the connection was closed before an answer came',
	EPIPE: 'the connection was closed before an answer came',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up at the moment',
	EHOSTUNREACH: 'the host cannot be reached from here',
	ENETUNREACH: 'the network cannot be reached from here',
	ETIMEDOUT: 'the connection could not be made in time',
	CERT_HAS_EXPIRED: 'its TLS certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is signed by an unknown authority',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate cannot be verified (an intermediate one is missing)',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host name',
	EPROTO: 'it does not speak TLS there; is the scheme http rather than https?',
	ERR_CANCELED: 'the call was ended early',
};

/** Why a connection failed, from the chain of errors, in words. */
export function connectionFailure(causes: readonly Error[]): string {
	for (const cause of causes) {
		const code = (cause as { code?: unknown }).code;
		const meaning = typeof code === 'string' ? MEANINGS[code] : undefined;
		if (meaning !== undefined) return meaning;
		if (typeof code === 'string' && code.startsWith('HPE_')) return 'the answer is not HTTP';
	}
	return causes.at(-1)?.message ?? 'the call failed';
}
