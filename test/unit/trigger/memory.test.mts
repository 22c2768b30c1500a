import type { IDataObject } from 'n8n-workflow';

import { toAddress } from '../../../nodes/TwoChatGroupsTrigger/hookUrl';
import { isRepeat } from '../../../nodes/TwoChatGroupsTrigger/memory';

const HOUR_MS = 60 * 60 * 1000;

let nodes = 0;
let data: IDataObject;
const node = { getWorkflowStaticData: () => data };
/** Of a node that this process has heard nothing of. */
const newAddress = () => toAddress(`https://n8n.example.com/webhook/node-${++nodes}/webhook`, 'x');

beforeEach(() => {
	data = {};
	jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

test.each([
	{ hours: 0, expected: true },
	{ hours: 23, expected: true },
	{ hours: 24, expected: false },
	{ hours: 48, expected: false },
])('a delivery that came $hours hours before is a repeat: $expected', ({ hours, expected }) => {
	const address = newAddress();
	expect(['a', 'b'].map((one) => isRepeat(node, address, one))).toEqual([false, false]);
	jest.advanceTimersByTime(hours * HOUR_MS);
	expect(['a', 'b', 'c'].map((one) => isRepeat(node, address, one))).toEqual([
		expected,
		expected,
		false,
	]);
});

test('is known after a restart by the static data, and at the same moment without it', () => {
	const address = newAddress();
	expect(['a', 'b'].map((one) => isRepeat(node, address, one))).toEqual([false, false]);
	expect(['a', 'b'].map((one) => isRepeat(node, newAddress(), one))).toEqual([true, true]);
	data = {};
	expect(['a', 'b'].map((one) => isRepeat(node, address, one))).toEqual([true, true]);
});

test('of one node says nothing about another', () => {
	expect(isRepeat(node, newAddress(), 'a')).toBe(false);
	data = {};
	expect(isRepeat(node, newAddress(), 'a')).toBe(false);
});

test('keeps the last 500 in the static data, and none older than a day', () => {
	const address = newAddress();
	for (let index = 0; index < 1_200; index++) isRepeat(node, address, `delivery ${index}`);
	expect(data.deliveries).toHaveLength(500);
	expect(JSON.stringify(data).length).toBeLessThan(25_000);
	jest.advanceTimersByTime(25 * HOUR_MS);
	isRepeat(node, address, 'next day');
	expect(data.deliveries).toEqual([['next day', Date.now()]]);
});

test.each([[null], ['text'], [[1, 'a', ['a'], ['a', 'b'], { a: 1 }]]])(
	'reads nothing from %j',
	(deliveries) => {
		data = { deliveries } as IDataObject;
		expect(isRepeat(node, newAddress(), 'a')).toBe(false);
	},
);
