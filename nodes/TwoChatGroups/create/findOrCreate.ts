import { PEOPLE_PER_CALL } from '../../shared/chunks';
import { isSameName } from '../../shared/groups/foundGroups';
import { isGroupUuid } from '../../shared/groups/groupId';
import { record } from '../../shared/json';
import type { Json } from '../../shared/json';
import { judgePeople, readMembershipAnswer } from '../../shared/groups/membershipAnswer';
import { storeVerdict } from '../../shared/memory/executionMemory';
import type { LedgerEntry, StoredVerdicts } from '../../shared/memory/executionMemory';
import { releaseUniqueKey } from '../../shared/memory/uniqueKey';
import { ExecutionCanceled } from '../../shared/api/client';
import { createGroup } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import {
	claimedBefore,
	existingGroup,
	noteCreationLimit,
	pauseBetweenBatches,
	refuseBeyondLimits,
	refuseNobody,
} from './guards';
import { adopt, recover } from './recover';
import type { Session } from './createRun';
import { DONE } from './additionalSteps';
import { readWish } from './groupRequest';
import type { Wish } from './groupRequest';

/**
 * Reads the wish of some input items. If an earlier try has begun it, its group keeps the name and the sender
 * that it was made with, whatever the fields say by now. A group that was only used is forgotten when the fields
 * ask for another one.
 *
 * @throws what readWish throws
 */
export function readBegunWish({ context, ledger }: Session, items: number[]): Wish {
	const wish = readWish(context, items);
	const entry = ledger.find(wish.key);
	if (entry === undefined) return wish;
	const { fromNumber, name } = entry;
	if (fromNumber === wish.fromNumber && isSameName(name, wish.name)) return wish;
	// Nothing was made yet that could be made twice.
	if (entry.created === false) {
		ledger.forget(wish.key);
		return wish;
	}
	const { key } = wish;
	return { ...readWish(context, items, fromNumber), key, name };
}

/**
 * Makes sure that the wish has its group, without ever asking for it twice: by what the ledger remembers,
 * by what 2Chat lists, or by creating it.
 *
 * @param leftOut finds people who are not to be sent; asked only when the group has to be created
 * @returns the ledger's entry, now in state `made`
 * @throws NodeApiError when 2Chat refused, or when it is not known whether the group exists
 * @throws NodeOperationError when an option says that it must not be made
 */
export async function ensureGroup(
	session: Session,
	wish: Wish,
	leftOut: () => Promise<StoredVerdicts>,
): Promise<LedgerEntry> {
	const known = session.ledger.find(wish.key);
	if (known?.state === 'made') return known;
	if (known !== undefined) return await recover(session, wish, known, null);
	const existing = await existingGroup(session, wish);
	if (existing !== null) return adopt(session, wish, existing, { created: false });
	refuseBeyondLimits(session, wish);
	const checked = await leftOut();
	refuseNobody(session, wish, checked);
	// Before the key is claimed: whoever stops the run in a pause must not lose the key.
	await pauseBetweenBatches(session, wish);
	const claimed = await claimedBefore(session, wish);
	if (claimed !== null) {
		const closed = wish.options.ifGroupExists !== 'use';
		return adopt(session, wish, claimed, { created: false, closed });
	}
	return await create(session, wish, checked);
}

async function create(session: Session, wish: Wish, leftOut: StoredVerdicts): Promise<LedgerEntry> {
	const { ledger } = session;
	const people: LedgerEntry['people'] = {};
	for (const number of wish.people) people[number] = leftOut[number] ?? null;
	const numbers = wish.people.filter((number) => !people[number]).slice(0, PEOPLE_PER_CALL);
	const entry: LedgerEntry = {
		state: 'sent',
		sentAt: Date.now(),
		fromNumber: wish.fromNumber,
		name: wish.name,
		people,
		...(wish.description === '' ? {} : { steps: { description: DONE } }),
	};
	ledger.write(wish.key, entry);
	ledger.sender(wish.fromNumber).made++;
	session.sinceLastPause++;
	const client = session.client.withTimeout(wish.options.timeoutMs);
	const result = await createGroup(client, wish.fromNumber, {
		name: wish.name,
		...(wish.description === '' ? {} : { description: wish.description }),
		participants: numbers,
	}).catch(async (error: unknown) => {
		// Stopped between two tries: the one before was not taken up.
		if (error instanceof ExecutionCanceled && !error.underWay) await takeBack(session, wish);
		throw error;
	});
	// A group in the answer exists, even if 2Chat denies success because not one person could be added.
	const body = result.ok ? result.body : result.failure.body;
	const group = record(record(body).group);
	if (!isGroupUuid(group.uuid)) {
		return result.ok || Object.keys(group).length > 0
			? await recover(session, wish, entry, NO_ID)
			: await handleFailure(session, wish, entry, result.failure);
	}
	const verdicts = judgePeople(numbers, readMembershipAnswer(group));
	numbers.forEach((number, index) => {
		const verdict = verdicts[index];
		if (verdict !== undefined) people[number] = storeVerdict(verdict);
	});
	const made: LedgerEntry = {
		...entry,
		...identity(group, group.uuid),
		state: 'made',
		created: true,
		// 2Chat's answers travel in the ledger only where the output shows them.
		...(wish.options.output === 'raw'
			? { raw: [{ operation: 'create', answer: body as Json }] }
			: {}),
	};
	ledger.write(wish.key, made);
	return made;
}

const NO_ID: Failure = {
	certainty: 'unclear',
	status: null,
	apiText: null,
	message: '2Chat answered without the id of the new group',
	nextStep: '',
};

function identity(
	group: Json,
	uuid: string,
): Partial<Pick<LedgerEntry, 'uuid' | 'waGroupId' | 'name'>> {
	return {
		uuid,
		...(typeof group.wa_group_id === 'string' ? { waGroupId: group.wa_group_id } : {}),
		...(typeof group.name === 'string' && group.name !== '' ? { name: group.name } : {}),
	};
}

async function handleFailure(
	session: Session,
	wish: Wish,
	entry: LedgerEntry,
	failure: Failure,
): Promise<LedgerEntry> {
	const isLimit = noteCreationLimit(session, wish, failure);
	if (failure.certainty === 'unclear') return await recover(session, wish, entry, failure, isLimit);
	await takeBack(session, wish);
	throw toNodeError(session.context.getNode(), failure, wish.item);
}

/** 2Chat has surely made no group, so the wish is as if it had never been sent. */
async function takeBack({ context, ledger }: Session, wish: Wish): Promise<void> {
	ledger.forget(wish.key);
	ledger.sender(wish.fromNumber).made--;
	const { uniqueKey } = wish.options;
	if (uniqueKey !== '') await releaseUniqueKey(context, uniqueKey);
}
