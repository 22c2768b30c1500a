import { ERROR_OUTPUT, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, OTHER_FROM, from, people } from '../data.mts';
import { errorsOf, linksOf } from '../results.mts';
import { answerWith, changeAccount, refuse, requests } from '../twoChat.mts';

// Phone Number: Get Many, Check. Account: Get.

useBench();

const numbersOf = (output: Array<Record<string, unknown>>) =>
	output.map(({ phone_number }) => phone_number);

describe('phone numbers: get many', () => {
	test('lists the connected numbers with their state, and asks once for all items', async () => {
		const { output, outputs } = await run('phoneNumber.getAll', {}, [{}, {}]);
		expect(requests()).toEqual(['GET /whatsapp/get-numbers?status=all&results_per_page=50']);
		expect(output).toHaveLength(8);
		expect(output[0]).toEqual({
			phone_number: FROM,
			friendly_name: 'My testing number',
			state: 'connected',
			connection_status: 'C',
			uuid: 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b',
			channel_type: 'WW',
			iso_country_code: 'PY',
			is_business_profile: false,
			pushname: '2Chat sandbox',
			platform: 'iphone',
		});
		expect(linksOf(outputs[0])).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
	});

	test.each([
		['all', [FROM, OTHER_FROM, '+447700900001', '+447700900002']],
		['connected', [FROM, OTHER_FROM]],
		['disconnected', ['+447700900001', '+447700900002']],
	])('filters by the state %s', async (state, expected) => {
		const { output } = await run('phoneNumber.getAll', { filters: { state } });
		expect(numbersOf(output)).toEqual(expected);
	});

	test('stops at the limit, and can give what came', async () => {
		const { output } = await run('phoneNumber.getAll', { limit: 1, simplify: false });
		expect(output).toHaveLength(1);
		expect(output[0]).toMatchObject({ server: '595981048477@c.us', sync_contacts: true });
	});
});

describe('phone numbers: check', () => {
	const NUMBERS = { phoneNumbers: '={{ $json.people }}' };

	test('asks for each number once and gives one item for each entry', async () => {
		const { output, outputs } = await run('phoneNumber.check', NUMBERS, [
			{ people: [ANA, NOT_ON_WHATSAPP, 'nobody', '+1 713 715 7533'] },
			{ people: [BEN, ANA] },
		]);
		expect(requests()).toEqual(
			[ANA, NOT_ON_WHATSAPP, BEN].map((number) => `GET /whatsapp/check-number/${FROM}/${number}`),
		);
		const good = { on_whatsapp: true, is_valid: true };
		expect(output).toMatchObject([
			{ input: ANA, phone_number: ANA, ...good },
			{ input: NOT_ON_WHATSAPP, phone_number: NOT_ON_WHATSAPP, on_whatsapp: false, is_valid: true },
			{ input: 'nobody', phone_number: null, on_whatsapp: false, is_valid: false },
			{ input: '+1 713 715 7533', phone_number: ANA, ...good },
			{ input: BEN, phone_number: BEN, ...good },
			{ input: ANA, phone_number: ANA, ...good },
		]);
		expect(output[2]?.['reason']).toEqual(expect.any(String));
		expect(linksOf(outputs[0])).toEqual([0, 0, 0, 0, 1, 1]);
	});

	test.each(['whatsappId', 'e164', 'digits'] as const)(
		'names the number that WhatsApp uses, with Extra Information, given as %s',
		async (form) => {
			sandbox.settings.numberIdForm = form;
			const parameters = { ...NUMBERS, options: { extraInformation: true } };
			const items = ['+525530483303', ANA].map((number) => ({ people: number }));
			const { output } = await run('phoneNumber.check', parameters, items);
			expect(requests()).toEqual(
				items.map(
					(item) => `GET /whatsapp/check-number/${FROM}/${item.people}?extra-information=true`,
				),
			);
			expect(output).toMatchObject([
				{ whatsapp_number: '+5215530483303', whatsapp_info: { is_business: false } },
				{ whatsapp_number: ANA },
			]);
			expect(sandbox.world.account.apiRequestCount).toBe(4);
		},
	);

	test('a number that 2Chat calls badly formed is not on WhatsApp', async () => {
		answerWith('check-number', { is_valid: false });
		const { output } = await run('phoneNumber.check', NUMBERS, [{ people: ANA }, { people: BEN }]);
		expect(output).toMatchObject([
			{ phone_number: ANA, on_whatsapp: false, is_valid: false },
			{ phone_number: BEN, on_whatsapp: true, is_valid: true },
		]);
	});

	test('nobody is said not to be on WhatsApp who was not asked about', async () => {
		refuse('check-number', { nth: 2 });
		const items = [{ people: [ANA, BEN, BEN, ''] }, { people: BEN }];
		const { output } = await run('phoneNumber.check', NUMBERS, items);
		expect(output.map((line) => line['on_whatsapp'])).toEqual([true, null, null, null, true]);
	});

	test('says of each number why it was not checked, and stops when no further one would be', async () => {
		refuse('check-number', { nth: 2, status: 422 });
		refuse('check-number', { nth: 3, status: 402 });
		const [first, second] = people(2);
		const items = [{ people: [first, ANA, BEN, CARLOS] }, { people: second }];
		const { output } = await run('phoneNumber.check', NUMBERS, items);
		const statuses = output.map((line) => /\d{3}(?=\))/.exec(String(line['reason']))?.[0]);
		expect(statuses).toEqual([undefined, '422', '402', '402', undefined]);
		expect(requests()).toHaveLength(4);
	});

	test('reads national numbers with Default Country', async () => {
		const parameters = { ...NUMBERS, options: { defaultCountry: 'US' } };
		await run('phoneNumber.check', parameters, [
			{ people: '(713) 715-7533' },
			{ people: '864.735.1567' },
		]);
		expect(requests()).toEqual(
			[ANA, BEN].map((number) => `GET /whatsapp/check-number/${FROM}/${number}`),
		);
	});

	test('keeps items apart', async () => {
		const items = [
			{ by: '+447700900001', people: ANA },
			{ by: FROM, people: '' },
			{ by: FROM, people: ANA },
		];
		const parameters = { ...NUMBERS, fromNumber: from('={{ $json.by }}') };
		const result = await run('phoneNumber.check', parameters, items, ERROR_OUTPUT);
		expect(result.output).toMatchObject([{ on_whatsapp: true }]);
		expect(errorsOf(result)).toEqual([expect.stringMatching(/HTTP 410/), 'Phone Numbers is empty']);
	});
});

describe('account: get', () => {
	test('shows plan, limits and credits, and asks once for all items', async () => {
		const { output, outputs } = await run('account.get', {}, [{}, {}]);
		expect(requests()).toEqual(['GET /info']);
		const account = {
			name: 'Account Name (ACC91be87af-5a29-4034-b599-342f2aeb5d52)',
			blocked: false,
			block_reason: null,
			on_trial: false,
			expires_at: '2099-08-31T19:11:08Z',
			requests_per_minute: 80,
			api_request_count: 1,
			max_api_request_count: 500_000,
			credits_left: 499_999,
			number_checks_left: 500_000,
		};
		expect(output).toEqual([account, account]);
		expect(linksOf(outputs[0])).toEqual([0, 1]);
	});

	test('says that an account is blocked, and why', async () => {
		changeAccount({ blocked: true, blockReason: 'Invoice is open' });
		const { output } = await run('account.get', {});
		expect(output).toMatchObject([{ blocked: true, block_reason: 'Invoice is open' }]);
	});

	test('gives the answer as it came with Simplify off', async () => {
		const { output } = await run('account.get', { simplify: false });
		expect(output).toMatchObject([
			{ success: true, account: { on_trial: false }, limits: {}, usage: {} },
		]);
	});
});
