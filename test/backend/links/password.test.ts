import { isPasswordHash, PasswordHasher, verifyPassword } from '../../../backend/src/links/password.ts';

test('a hash is of its password alone, and says nothing of it', async () => {
	const hash = new PasswordHasher().hash('Öffne dich') ?? '';
	expect(isPasswordHash(hash)).toBe(true);
	expect(await verifyPassword('Öffne dich', hash)).toBe(true);
	// The same letters, written in another way of Unicode.
	expect(await verifyPassword('Öffne dich'.normalize('NFD'), hash)).toBe(true);
	expect(await verifyPassword('öffne dich', hash)).toBe(false);
	expect(new PasswordHasher().hash('Öffne dich')).not.toBe(hash);
}, 20_000);

test.each(['', 'open', 'scrypt$32768$8$3$c2FsdHNhbHQ', 'scrypt$99999999$8$3$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5', 'scrypt$32768$8$300$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5', 'scrypt$32767$8$3$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5', 'scrypt$2$1$0$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5'])('"%s" is no hash that could be checked', (text) => {
	expect(isPasswordHash(text)).toBe(false);
});
