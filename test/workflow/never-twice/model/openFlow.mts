import { FROM } from '../../data.mts';
import type { FlowPlan } from './flowPlan.mts';
import { STRANGERS } from './plan.mts';
import type { Row, World } from './world.mts';

/** What somebody asks for as one group. */
export interface Request {
	name: string;
	key: string;
	people: string[];
}

export interface FlowRow extends Row {
	isPreview: boolean;
}

export interface Flow {
	plan: FlowPlan;
	names: string[];
	requests: Request[];
	rows: FlowRow[];
	/** The group that was there before. */
	thereUuid: string | null;
	/** How many calls there were before. */
	sent: number;
	/** Finished items so far, and what they were asked for. */
	done: Done[];
}

export interface Done extends Request {
	node: string;
	uuid: string;
}

export function openFlow(world: World, plan: FlowPlan): Flow {
	const { wishes, isCombined, nameless, there } = plan;
	const names = [0, 1, 2].map(() => world.newName());
	const [first = ''] = names;
	const asked = wishes.map(
		({ name, key, people }): Request => ({
			name: names[name] ?? first,
			key: `${first}, key ${key}`,
			people,
		}),
	);
	const rows = asked.flatMap(({ people, ...one }) =>
		(isCombined ? people.map((person) => [person]) : [people]).map(
			(some): FlowRow => ({ ...one, people: some, isPreview: one.name === first }),
		),
	);
	if (nameless !== null) {
		rows.splice(nameless, 0, { name: '', key: 'none', people: [FROM], isPreview: false });
	}
	const members = there === 'strangers' ? STRANGERS : (asked[0]?.people.slice(0, 1) ?? []);
	const thereGroup =
		there === null
			? null
			: world.sandbox.world.addGroup({
					name: first,
					phoneNumber: FROM,
					members: members.map((phoneNumber) => ({ phoneNumber })),
					...(there === 'old' ? { waCreatedAt: '2024-01-01T00:00:00.000Z' } : {}),
				});
	return {
		plan,
		names,
		requests: isCombined ? combined(asked) : asked,
		rows,
		thereUuid: thereGroup?.uuid ?? null,
		sent: world.sandbox.calls.length,
		done: [],
	};
}

function combined(asked: Request[]): Request[] {
	const byName = new Map<string, Request>();
	for (const { name, key, people } of asked) {
		const before = byName.get(name)?.people ?? [];
		byName.set(name, { name, key, people: [...new Set([...before, ...people])] });
	}
	return [...byName.values()];
}
