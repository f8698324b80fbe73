/** When visitors are counted one by one, and when a part of them stands for all. */
export interface VisitorLimits {
	/** Clicks by people that are looked at one by one: some 10 ms. */
	few: number;
	/** Clicks by people that are looked at one by one where days have left visitors out: some 100 ms. */
	lookedAt: number;
	/** Clicks that are looked at first where there are more: some 10 ms. */
	sampled: number;
	/** Up to so many visitors, numbers are exact. */
	exact: number;
	/**
	 * An estimate that saw so many visitors is within 2 % of the truth but for one time in 15,000: its standard error is below
	 * 1 / √40,000 = 0.5 %.
	 */
	enough: number;
}

export const LIMITS: VisitorLimits = { few: 10_000, lookedAt: 400_000, sampled: 125_000, exact: 100_000, enough: 40_000 };

/** An estimate near the limit may be on the wrong side of it: 8 %, far more than it is ever wrong by. */
export const CERTAIN = 1.08;

/** Different visitors of clicks, and whether that is an estimate. */
export interface Distinct {
	visitors: number;
	estimated: boolean;
}

/**
 * Counts different visitors, looking at as few of them as will do. Their ids are evenly spread over 64 bits, being hashes. So those below
 * a threshold are a fair sample of them, the same on every link and day (adaptive sampling: Wegman; P. Flajolet, "On adaptive sampling",
 * Computing 43, 1990).
 *
 * @param clicks how many there are, roughly
 * @param least how often visitors are halved already
 * @param read counts those who are left where they are halved so often
 * @returns undefined where too few are left to tell; never where `least` is 0
 */
export async function adaptively(clicks: number, least: number, { lookedAt, sampled, exact, enough }: VisitorLimits, read: (halvings: number) => number | Promise<number>): Promise<Distinct | undefined> {
	let halvings = clicks <= lookedAt ? least : Math.max(least, Math.ceil(Math.log2(clicks / sampled)));
	for (;;) {
		const seen = await read(halvings);
		const visitors = seen * 2 ** halvings;
		if (halvings === 0) return { visitors, estimated: false };
		if (visitors > exact * CERTAIN && seen >= enough) return { visitors, estimated: true };
		if (halvings === least) return undefined;
		halvings = visitors > exact * CERTAIN ? Math.max(least, halvings - Math.ceil(Math.log2(enough / Math.max(seen, 1)))) : least;
	}
}
