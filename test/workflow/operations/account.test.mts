import { ANA, BEN, CONTINUE, FROM, from, useBench } from './harness.mts';

// Phone Number: Get Many, Check. Account: Get.

const bench = useBench();

const numbersOf = (output: Array<Record<string, unknown>>) =>
	output.map(({ phone_number }) => phone_number);

describe('phone numbers: get many', () => {
	test('lists the connected numbers with their state, and asks once for all items', async () => {
		const { output, outputs } = await bench.run('phoneNumber.getAll', {}, [{}, {}]);
		expect(bench.requests()).toEqual(['GET /whatsapp/get-numbers?status=all&results_per_page=50']);
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
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 0, 1, 1, 1, 1].map((item) => ({ item })),
		);
	});

	test.each([
		['all', [FROM, '+12123334444', '+447700900001', '+447700900002']],
		['connected', [FROM, '+12123334444']],
		['disconnected', ['+447700900001', '+447700900002']],
	])('filters by the state %s', async (state, expected) => {
		const { output } = await bench.run('phoneNumber.getAll', { filters: { state } });
		expect(numbersOf(output)).toEqual(expected);
	});

	test('stops at the limit, and can give what came', async () => {
		const { output } = await bench.run('phoneNumber.getAll', { limit: 1, simplify: false });
		expect(output).toHaveLength(1);
		expect(output[0]).toMatchObject({ server: '595981048477@c.us', sync_contacts: true });
	});
});

describe('phone numbers: check', () => {
	const BY_ITEM = { phoneNumbers: '={{ $json.people }}' };

	test('asks for each number once and gives one item for each entry', async () => {
		const { output, outputs } = await bench.run('phoneNumber.check', BY_ITEM, [
			{ people: [ANA, '+447700900101', 'nobody', '+1 713 715 7533'] },
			{ people: BEN },
		]);
		expect(bench.requests()).toEqual(
			[ANA, '+447700900101', BEN].map((number) => `GET /whatsapp/check-number/${FROM}/${number}`),
		);
		expect(
			output.map(({ input, phone_number, on_whatsapp, is_valid }) => [
				input,
				phone_number,
				on_whatsapp,
				is_valid,
			]),
		).toEqual([
			[ANA, ANA, true, true],
			['+447700900101', '+447700900101', false, true],
			['nobody', null, false, false],
			['+1 713 715 7533', ANA, true, true],
			[BEN, BEN, true, true],
		]);
		expect(output[2]?.['reason']).toEqual(expect.any(String));
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 0, 1].map((item) => ({ item })),
		);
	});

	test.each(['whatsappId', 'e164', 'digits'] as const)(
		'names the number that WhatsApp uses, with Extra Information, given as %s',
		async (form) => {
			bench.sandbox.settings.numberIdForm = form;
			const { output } = await bench.run(
				'phoneNumber.check',
				{ ...BY_ITEM, options: { extraInformation: true } },
				[{ people: '+525530483303' }, { people: ANA }],
			);
			expect(bench.requests()).toEqual(
				['+525530483303', ANA].map(
					(number) => `GET /whatsapp/check-number/${FROM}/${number}?extra-information=true`,
				),
			);
			expect(output.map(({ whatsapp_number }) => whatsapp_number)).toEqual(['+5215530483303', ANA]);
			expect(output[0]?.['whatsapp_info']).toMatchObject({ is_business: false });
			expect(bench.sandbox.world.accounts[0]?.apiRequestCount).toBe(4);
		},
	);

	test('a number that 2Chat calls badly formed is not on WhatsApp', async () => {
		bench.sandbox.fault({
			operation: 'check-number',
			effect: 'answer',
			status: 200,
			body: { is_valid: false },
		});
		const { output } = await bench.run('phoneNumber.check', BY_ITEM, [
			{ people: ANA },
			{ people: BEN },
		]);
		expect(output).toMatchObject([
			{ phone_number: ANA, on_whatsapp: false, is_valid: false },
			{ phone_number: BEN, on_whatsapp: true, is_valid: true },
		]);
	});

	test('reads national numbers with Default Country', async () => {
		await bench.run('phoneNumber.check', { ...BY_ITEM, options: { defaultCountry: 'US' } }, [
			{ people: '(713) 715-7533' },
		]);
		expect(bench.requests()).toEqual([`GET /whatsapp/check-number/${FROM}/${ANA}`]);
	});

	test('keeps items apart', async () => {
		const { outputs } = await bench.run(
			'phoneNumber.check',
			{ ...BY_ITEM, fromNumber: from('={{ $json.by }}') },
			[
				{ by: '+447700900001', people: ANA },
				{ by: FROM, people: '' },
				{ by: FROM, people: ANA },
			],
			CONTINUE,
		);
		expect(outputs[0]?.map(({ json }) => json['on_whatsapp'])).toEqual([true]);
		expect(outputs[1]?.map(({ json }) => json['error'])).toEqual([
			expect.stringMatching(/HTTP 410/),
			'Phone Numbers is empty',
		]);
	});
});

describe('account: get', () => {
	test('shows plan, limits and credits, and asks once for all items', async () => {
		const { output, outputs } = await bench.run('account.get', {}, [{}, {}]);
		expect(bench.requests()).toEqual(['GET /info']);
		const account = {
			name: 'Account Name (ACC91be87af-5a29-4034-b599-342f2aeb5d52)',
			blocked: false,
			block_reason: null,
			on_trial: false,
			expires_at: '2099-08-31T19:11:08Z',
			requests_per_minute: 100_000,
			api_request_count: 1,
			max_api_request_count: 500_000,
			credits_left: 499_999,
			number_checks_left: 500_000,
		};
		expect(output).toEqual([account, account]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('says that an account is blocked, and why', async () => {
		const [account] = bench.sandbox.world.accounts;
		Object.assign(account ?? {}, { blocked: true, blockReason: 'Invoice is open' });
		const { output } = await bench.run('account.get', {});
		expect(output).toMatchObject([{ blocked: true, block_reason: 'Invoice is open' }]);
	});

	test('gives the answer as it came with Simplify off', async () => {
		const { output } = await bench.run('account.get', { simplify: false });
		expect(output).toMatchObject([
			{ success: true, account: { on_trial: false }, limits: {}, usage: {} },
		]);
	});

	test('says that the key is wrong', async () => {
		const { baseUrl } = bench.sandbox;
		const { error } = await bench.run('account.get', {}, [{}, {}], {
			credentials: { twoChatGroupsApi: { apiKey: 'another_example_key', baseUrl } },
		});
		expect(error?.message).toMatch(/^2Chat does not know this API key/);
	});
});
