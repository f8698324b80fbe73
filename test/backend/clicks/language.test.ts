import fc from 'fast-check';
import { languageOf } from '../../../backend/src/clicks/language.ts';

test.each([
	['de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7', 'de'],
	['en-US,en;q=0.5', 'en'],
	['zh-Hant-TW, zh;q=0.9', 'zh'],
	['PT-br', 'pt'],
	['gsw-CH', 'gsw'],
	['iw-IL', 'he'],
	['in', 'id'],
	['*', null],
	['*, fr;q=0.2', 'fr'],
	['de;q=0, en;q=0.5', 'en'],
	['de ; q=0.7', 'de'],
	['', null],
	['c', null],
	['../../etc/passwd', null],
	['x-klingon, en', 'en'],
	// The log keeps the first 100 characters: the last part may be cut.
	['ru,uk;q=0.8,be;q', 'ru'],
	['123', null],
])('"%s" is %p', (header, language) => {
	expect(languageOf(header)).toBe(language);
	expect(languageOf(header)).toBe(language);
});

it('is two or three letters or nothing, whatever is sent', () => {
	const parts = fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{1,4}(-[a-zA-Z0-9]{1,9})?(;q=[01.]{1,4})?$/));
	fc.assert(fc.property(fc.array(parts, { maxLength: 5 }), (ranges) => {
		const language = languageOf(ranges.join(','));
		expect(language === null || /^[a-z]{2,3}$/.test(language)).toBe(true);
	}));
});
