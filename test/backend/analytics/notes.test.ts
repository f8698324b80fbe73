import { notesOn } from '../../../backend/src/analytics/notes.ts';

/** Salts of ten days are new on days whose number since 1970 is a multiple of ten: 2027-01-02, 2027-01-12, … */
const notes = (from: string, to: string) => notesOn({ from: Date.parse(from), to: Date.parse(to) }, 10);

test('nothing is said of a range within the life of a salt', () => {
	expect(notes('2027-01-02T00:00Z', '2027-01-12T00:00Z')).toEqual([]);
});

test('a salt that was replaced within the range is told of', () => {
	expect(notes('2027-01-11T23:45Z', '2027-01-12T00:15Z')).toEqual(['The salt that tells visitors apart was replaced on 2027-01-12 (UTC): who came before and after it counts as two unique visitors.']);
	expect(notes('2027-01-01T00:00Z', '2027-02-01T00:00Z')[0]).toContain('was replaced 3 times, last on 2027-01-22 (UTC)');
});
