import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Names and texts of a picture. */
export interface Picture {
	attributes: Record<string, string>;
	title: string;
	description: string;
	/** Every text that is drawn. */
	texts: string[];
	/** Names of all elements that there are. */
	elements: Set<string>;
}

type Node = Record<string, unknown>;

/** Reads an SVG as XML. @throws where it is none */
export function readSvg(text: string): Picture {
	const valid = XMLValidator.validate(text);
	if (valid !== true) throw new Error(`${valid.err.msg} (line ${String(valid.err.line)})`);
	const [root] = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true }).parse(text) as Node[];
	const texts: Array<{ name: string; text: string }> = [];
	const elements = new Set<string>();
	const walk = (nodes: Node[], within: string) => {
		for (const node of nodes) {
			if ('#text' in node) texts.push({ name: within, text: String(node['#text']) });
			for (const [name, children] of Object.entries(node)) {
				if (!Array.isArray(children)) continue;
				elements.add(name);
				walk(children as Node[], name);
			}
		}
	};
	walk([root!], '');
	const of = (name: string) => texts.filter((one) => one.name === name).map((one) => one.text);
	return { attributes: root![':@'] as Record<string, string>, title: of('title')[0]!, description: of('desc')[0]!, texts: of('text'), elements };
}
