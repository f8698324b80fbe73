/** The storage port: API keys. */

/** An API key; only the hash of its secret is kept. */
export interface StoredKey {
	id: number;
	name: string;
	/** SHA-256, hex. */
	hash: string;
	scopes: string[];
	createdAt: number;
	expiresAt: number | null;
	revokedAt: number | null;
}

export interface KeyReader {
	byHash(hash: string): Promise<StoredKey | undefined>;
	list(): Promise<StoredKey[]>;
	close(): void;
}

export interface KeyWriter {
	list(): Promise<StoredKey[]>;
	/** A key of this hash that there was is this one from now on. */
	insert(key: Omit<StoredKey, 'id'>): Promise<StoredKey>;
	byHash(hash: string): Promise<StoredKey | undefined>;
	/** False where there is no such key. */
	revoke(id: number, at: number): Promise<boolean>;
}
