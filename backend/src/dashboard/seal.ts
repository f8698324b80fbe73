import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** Bytes of the nonce (NIST SP 800-38D, 8.2.2: random, 96 bits) and of the tag. */
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/** Says what the text is, so that nothing sealed for another purpose passes for it. */
const PURPOSE = Buffer.from('linkmill session 1');

/** Encrypts a text, so that only who has the key can read it, and no other text passes for it: nonce, ciphertext and tag as base64url. */
export function seal(text: string, key: Buffer): string {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, key, nonce).setAAD(PURPOSE);
	return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** The text that was sealed with this key; undefined for anything else. */
export function unseal(sealed: string, key: Buffer): string | undefined {
	// The decoder passes over letters that are none of its own.
	if (!/^[\w-]*$/.test(sealed)) return undefined;
	const bytes = Buffer.from(sealed, 'base64url');
	if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
	const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(PURPOSE).setAuthTag(bytes.subarray(-TAG_BYTES));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
	} catch {
		return undefined;
	}
}
