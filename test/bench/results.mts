import type { Contents } from './load/bundles.mts';
import type { Loading } from './load/loading.mts';
import type { PackageSize } from './load/packageSize.mts';
import type { Candidate } from './protocol.mts';
import type { Round, Rounds, Series } from './series.mts';

export interface BigGroup {
	people: number;
	rounds: Round[];
	/** What the others say to it; undefined where one call is enough. */
	refusal: string | undefined;
}

export interface Results {
	candidates: Candidate[];
	series: Array<{ series: Series; rounds: Rounds }>;
	bigGroups: BigGroup[];
	loading: {
		node: Loading;
		floor: Loading;
		/** Without n8n on this machine it is not there. */
		httpRequest?: Loading | undefined;
		withLibrary: Loading;
		withoutLibrary: Loading;
	};
	size: PackageSize;
	contents: Contents;
}
