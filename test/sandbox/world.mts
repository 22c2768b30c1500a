import { randomInt, randomUUID } from 'node:crypto';

import { isoSeconds } from './clock.mts';
import type {
	Account,
	ConnectedNumber,
	Delivery,
	DirectMessage,
	Group,
	GroupHandle,
	GroupMessage,
	GroupSeed,
	Member,
	Person,
	Role,
	Webhook,
	WorldSeed,
} from './model.mts';
import type { Settings } from './settings.mts';

/** Something that happened in a group, as WhatsApp notices it; webhooks are made from these. */
export interface GroupEvent {
	name: 'join' | 'leave' | 'remove' | 'message' | 'reaction';
	group: Group;
	/** How somebody joined, in the names of whatsapp-web.js's notifications (2chat-api.md 3.5). */
	type?: 'add' | 'invite';
	participant: string;
	author: string;
	message?: GroupMessage;
	reaction?: string;
	/** True when the API call of a connected number caused it. */
	own: boolean;
}

export interface Actor {
	author: string;
	own: boolean;
}

/** The UUID prefixes of 2chat-api.md 1.8. */
export function newUuid(prefix: 'ACC' | 'CON' | 'MSG' | 'WAG' | 'WHK' | 'WPN'): string {
	return `${prefix}${randomUUID()}`;
}

function newWhatsappGroupId(): string {
	return `120363${String(randomInt(1e12)).padStart(12, '0')}@g.us`;
}

/** All state of the sandbox, and the only place that changes a group's members. */
export class World {
	account!: Account;
	readonly numbers: ConnectedNumber[] = [];
	/** By the number people write down; see `person` for looking somebody up. */
	readonly people = new Map<string, Person>();
	readonly groups: Group[] = [];
	readonly webhooks: Webhook[] = [];
	readonly deliveries: Delivery[] = [];
	readonly directMessages: DirectMessage[] = [];
	/** Groups made through the API, for the daily limit of 2chat-api.md 5.6. */
	readonly creations: Array<{ phoneNumber: string; at: number }> = [];

	readonly onEvent = new Set<(event: GroupEvent) => void>();

	constructor(
		private readonly seed: WorldSeed,
		readonly settings: Settings,
	) {
		this.reset();
	}

	reset(): void {
		for (const list of [
			this.numbers,
			this.groups,
			this.webhooks,
			this.deliveries,
			this.directMessages,
			this.creations,
		]) {
			list.length = 0;
		}
		this.people.clear();
		const seed = structuredClone(this.seed);
		this.account = seed.account;
		this.numbers.push(...seed.numbers);
		for (const person of seed.people) this.people.set(person.phoneNumber, person);
		for (const group of seed.groups) this.addGroup(group);
	}

	/** The time the service reports. */
	stamp(): string {
		return isoSeconds(Date.now());
	}

	numberOf(phoneNumber: string): ConnectedNumber | undefined {
		return this.numbers.find((number) => number.phoneNumber === phoneNumber);
	}

	/** The person behind a number in either of its forms; somebody unknown is a stranger. */
	person(phoneNumber: string): Person {
		const known = this.people.get(phoneNumber);
		if (known !== undefined) return known;
		for (const person of this.people.values()) {
			if (person.whatsappNumber === phoneNumber) return person;
		}
		const isConnected = this.numbers.some((number) => number.phoneNumber === phoneNumber);
		return {
			phoneNumber,
			name: null,
			behaviour: isConnected ? 'joins' : this.settings.strangers,
		};
	}

	/** The number WhatsApp uses for whoever has this number. */
	whatsappNumber(phoneNumber: string): string {
		const person = this.person(phoneNumber);
		return person.whatsappNumber ?? person.phoneNumber;
	}

	groupByUuid(uuid: string): { group: Group; handle: GroupHandle } | undefined {
		for (const group of this.groups) {
			const handle = group.handles.find((candidate) => candidate.uuid === uuid);
			if (handle !== undefined && this.numberOf(handle.phoneNumber) !== undefined) {
				return { group, handle };
			}
		}
		return undefined;
	}

	member(group: Group, phoneNumber: string): Member | undefined {
		const wanted = this.whatsappNumber(phoneNumber);
		return group.members.find((member) => member.phoneNumber === wanted);
	}

	/** The members as 2Chat's stored copy has them by now. */
	visibleMembers(group: Group): Member[] {
		const now = Date.now();
		return group.views.filter((view) => view.from <= now).at(-1)?.members ?? [];
	}

	/** A group with nobody but its creator in it. */
	createGroup({ phoneNumber }: ConnectedNumber, name: string, description: string | null): Group {
		this.creations.push({ phoneNumber, at: Date.now() });
		return this.newGroup({ name, description, phoneNumber });
	}

	/** A group that is simply there: listed at once, whatever the delays, and not counted as a creation. */
	addGroup(seed: GroupSeed): Group {
		const group = this.newGroup(seed);
		for (const { phoneNumber, role = 'member' } of seed.members ?? []) {
			this.addMember(group, phoneNumber, role);
		}
		this.addMember(group, seed.phoneNumber, 'member');
		for (const handle of group.handles) {
			handle.listedFrom = handle.readableFrom = handle.usableFrom = 0;
		}
		this.settle(group);
		return group;
	}

	private newGroup(seed: GroupSeed): Group {
		const { ownerPhoneNumber = seed.phoneNumber, waCreatedAt = this.stamp() } = seed;
		const group: Group = {
			uuid: seed.uuid ?? newUuid('WAG'),
			handles: [],
			waGroupId: seed.waGroupId ?? newWhatsappGroupId(),
			name: seed.name,
			description: seed.description ?? null,
			pictureUrl: null,
			ownerPhoneNumber,
			waCreatedAt,
			updatedAt: waCreatedAt,
			members: [],
			views: [],
			recentlyLeft: [],
			messages: [],
		};
		this.addHandle(group, seed.phoneNumber, group.uuid);
		this.addMember(group, ownerPhoneNumber, 'superadmin');
		this.settle(group);
		this.groups.push(group);
		return group;
	}

	/** Shows the members as they are now at once, as a group's very first state. */
	settle(group: Group): void {
		group.views = [{ from: 0, members: [...group.members] }];
	}

	join(group: Group, phoneNumber: string, type: 'add' | 'invite', actor: Actor): void {
		if (this.member(group, phoneNumber) !== undefined) return;
		const participant = this.whatsappNumber(phoneNumber);
		this.addMember(group, participant, 'member');
		this.touchMembers(group);
		this.happened({ name: 'join', group, type, participant, ...actor });
	}

	/** Takes somebody out: by their own choice, or removed by an admin. */
	depart(group: Group, phoneNumber: string, name: 'leave' | 'remove', actor: Actor): void {
		const member = this.member(group, phoneNumber);
		if (member === undefined) return;
		group.members.splice(group.members.indexOf(member), 1);
		if (name === 'leave') group.recentlyLeft.push(member.phoneNumber);
		this.touchMembers(group);
		this.happened({ name, group, participant: member.phoneNumber, ...actor });
	}

	setRole(group: Group, member: Member, role: Role): void {
		const index = group.members.indexOf(member);
		group.members[index] = { ...member, role, updatedAt: this.stamp() };
		this.touchMembers(group);
	}

	/** Says something in a group, by a person (with webhooks) or through the API. */
	say(group: Group, message: Omit<GroupMessage, 'uuid' | 'at'>): GroupMessage {
		const complete: GroupMessage = { ...message, uuid: newUuid('MSG'), at: this.stamp() };
		group.messages.push(complete);
		this.happened({
			name: 'message',
			group,
			participant: message.fromPhoneNumber,
			author: message.fromPhoneNumber,
			message: complete,
			own: message.viaApi,
		});
		return complete;
	}

	happened(event: GroupEvent): void {
		for (const listener of this.onEvent) listener(event);
	}

	private addMember(group: Group, phoneNumber: string, role: Role): void {
		if (this.member(group, phoneNumber) !== undefined) return;
		const stamp = this.stamp();
		group.members.push({
			phoneNumber: this.whatsappNumber(phoneNumber),
			role,
			joinedAt: stamp,
			updatedAt: stamp,
		});
		const isConnected = this.numbers.some(
			(number) => number.phoneNumber === phoneNumber && number.channelType === 'WW',
		);
		if (isConnected && !group.handles.some((handle) => handle.phoneNumber === phoneNumber)) {
			this.addHandle(group, phoneNumber, newUuid('WAG'));
		}
	}

	private addHandle(group: Group, phoneNumber: string, uuid: string): void {
		const now = Date.now();
		group.handles.push({
			uuid,
			phoneNumber,
			createdAt: this.stamp(),
			listedFrom: now + this.settings.listedAfterMs,
			readableFrom: now + this.settings.readableAfterMs,
			usableFrom: now + this.settings.usableAfterMs,
		});
	}

	private touchMembers(group: Group): void {
		const now = Date.now();
		const from = now + this.settings.membersShownAfterMs;
		// Views that nobody can see any more are dropped, and so are those that this one overtakes.
		const visible = group.views.filter((view) => view.from <= now).slice(-1);
		const coming = group.views.filter((view) => view.from > now);
		group.views = [...visible, ...coming].filter((view) => view.from < from);
		// A member is never changed, only replaced, so views can share them.
		group.views.push({ from, members: [...group.members] });
		group.updatedAt = this.stamp();
	}
}
