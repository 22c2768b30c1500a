import type { Delivery, Webhook } from './model.mts';
import { GROUP_EVENTS, groupEventPayload } from './payloads.mts';
import type { GroupEvent, World } from './world.mts';

const TIMEOUT_MS = 5_000;

/** Whether an address leads to this machine. */
export function isLoopback(address: string): boolean {
	const { hostname } = new URL(address);
	return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Sends group events to the webhooks that ask for them. One try each: no retry is documented (3.5). */
export class WebhookSender {
	private readonly underWay = new Set<Promise<void>>();

	constructor(
		private readonly world: World,
		private readonly closing: AbortSignal,
	) {
		world.onEvent.add((event) => this.dispatch(event));
	}

	/** Resolves once everything that was started has ended. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	private dispatch(event: GroupEvent): void {
		// 2Chat's event is a message received, so what a connected number sends itself raises none.
		if (event.own && event.name === 'message') return;
		for (const webhook of this.world.webhooks) {
			const payload = this.payloadFor(webhook, event);
			if (payload === undefined) continue;
			const delivery: Delivery = {
				hookUrl: webhook.hookUrl,
				payload,
				status: null,
				error: null,
			};
			this.world.deliveries.push(delivery);
			const sending = this.post(delivery).finally(() => this.underWay.delete(sending));
			this.underWay.add(sending);
		}
	}

	private payloadFor(webhook: Webhook, event: GroupEvent): Record<string, unknown> | undefined {
		if (webhook.eventName !== GROUP_EVENTS[event.name]) return undefined;
		const handle = event.group.handles.find(
			({ phoneNumber }) => phoneNumber === webhook.phoneNumber,
		);
		const number = this.world.numbers.find(({ uuid }) => uuid === webhook.numberUuid);
		if (handle === undefined || number === undefined) return undefined;
		if (webhook.toGroupUuid !== null && webhook.toGroupUuid !== handle.uuid) return undefined;
		return groupEventPayload(this.world, event, number, handle);
	}

	private async post(delivery: Delivery): Promise<void> {
		if (!isLoopback(delivery.hookUrl)) {
			delivery.error = 'not sent: the sandbox delivers to this machine only';
			return;
		}
		try {
			const response = await fetch(delivery.hookUrl, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(delivery.payload),
				redirect: 'manual',
				signal: AbortSignal.any([this.closing, AbortSignal.timeout(TIMEOUT_MS)]),
			});
			delivery.status = response.status;
			await response.body?.cancel();
		} catch (error) {
			delivery.error = error instanceof Error ? error.message : String(error);
		}
	}
}
