/** What a part of the repository may import from the others. */
export interface Layer {
	name: string;
	/** Files that belong to it. The first layer that matches a file is its layer. */
	files: RegExp;
	/** Files of the repository that it may import; its own are always allowed. */
	imports: RegExp[];
	/** Database drivers that it may load. */
	drivers?: RegExp;
}

const CONTRACT = /^contract\//;

/** Packages that talk to a database. */
export const DRIVERS = /^(node:sqlite|sqlite|pg|pg-copy-streams|better-sqlite3|postgres)(\/|$)/;

/**
 * The arrows of the design: `nodes → nodes/shared → contract ← backend/src/<subject> → storage/*.ts ← storage/{sqlite,postgres} → storage/{packed,rows}`.
 * Files that match no layer (tests, scripts, benchmarks) may import anything.
 */
export const LAYERS: Layer[] = [
	{ name: 'contract', files: CONTRACT, imports: [] },
	{ name: 'nodes/shared', files: /^nodes\/shared\//, imports: [CONTRACT] },
	{ name: 'a node', files: /^nodes\/([^/]+)\//, imports: [CONTRACT, /^nodes\/shared\//] },
	{ name: 'the dashboard', files: /^dashboard\//, imports: [CONTRACT] },
	{ name: 'credentials', files: /^credentials\//, imports: [CONTRACT, /^nodes\/shared\//] },
	{
		name: 'a storage adapter',
		files: /^backend\/src\/storage\/(sqlite|postgres)\//,
		imports: [CONTRACT, /^backend\/src\/storage\/([^/]+|(packed|rows)\/[^/]+)$/],
		drivers: DRIVERS,
	},
	{
		name: 'the wiring',
		files: /^backend\/src\/((main|storage\/open)\.ts|(serve|threads|commands)\/[^/]+\.ts)$/,
		imports: [CONTRACT, /^backend\/src\//],
	},
	{
		name: 'the storage port',
		files: /^backend\/src\/storage\/(?!open\.ts)/,
		imports: [CONTRACT],
	},
	{
		name: 'a subject of the backend',
		files: /^backend\/src\//,
		imports: [CONTRACT, /^backend\/src\/(?!(main|storage\/open)\.ts$|serve\/|threads\/|commands\/|storage\/(sqlite|postgres|packed|rows)\/)/],
	},
];

/** The layer of a file, given by its path in the repository with forward slashes. */
export const layerOf = (file: string): Layer | undefined => LAYERS.find((layer) => layer.files.test(file));

/** Whether two files of one layer belong together: a node is a layer of its own, and so is an adapter. */
export function isSameUnit(layer: Layer, from: string, to: string): boolean {
	const unit = layer.files.exec(from)?.[0];
	return layerOf(to) === layer && layer.files.exec(to)?.[0] === unit;
}
