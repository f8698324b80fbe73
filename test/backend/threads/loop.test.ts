import { DoneElsewhere } from '../../../backend/src/storage/done-elsewhere.ts';
import { Board } from '../../../backend/src/threads/board.ts';
import { untilStopped } from '../../../backend/src/threads/loop.ts';
import { Task } from '../../../backend/src/threads/task.ts';

/** A task that has what `held` says, each time that it is asked. */
function taskOf(held: () => boolean): Task & { released: boolean } {
	const shares = {
		hold: async () => new Set(held() ? [0] : []),
		release: async () => { task.released = true; },
		close: () => undefined,
	};
	const task = Object.assign(new Task(shares), { released: false });
	return task;
}

/** Runs a task until `script` has been told `steps` steps. Each step may throw. */
async function run(task: Task, steps: number, script: (step: string, number: number) => void = () => undefined): Promise<string[]> {
	const board = new Board();
	const told: string[] = [];
	const step = (name: string) => async () => {
		told.push(name);
		if (told.length >= steps) board.set('stop', 1);
		script(name, told.length);
	};
	await untilStopped(board, task, { begin: step('begin'), round: step('round'), watch: step('watch') });
	return told;
}

it('begins once, does round after round, and gives the task up when the server stops', async () => {
	const task = taskOf(() => true);
	expect(await run(task, 4)).toEqual(['begin', 'round', 'round', 'round']);
	expect(task.released).toBe(true);
});

it('watches while another process has the task', async () => {
	expect(await run(taskOf(() => false), 2)).toEqual(['watch', 'watch']);
});

it('begins anew where another process did it meanwhile, though the task was never given up', async () => {
	const elsewhere = (_step: string, number: number) => { if (number === 2) throw new DoneElsewhere(); };
	expect(await run(taskOf(() => true), 4, elsewhere)).toEqual(['begin', 'round', 'begin', 'round']);
});

it('goes on after a failure with what it knows', async () => {
	const failure = (_step: string, number: number) => { if (number === 2) throw new Error('The disk is full'); };
	expect(await run(taskOf(() => true), 4, failure)).toEqual(['begin', 'round', 'round', 'round']);
});
