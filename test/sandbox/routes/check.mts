import { chargeCheck } from '../limits.mts';
import { describePhone, isE164, whatsappId } from '../phone.mts';
import {
	ok,
	pathPhone,
	workingNumber,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import type { Settings } from '../settings.mts';

function numberId(phoneNumber: string, { numberIdForm }: Settings): string {
	const forms = {
		whatsappId: whatsappId(phoneNumber),
		e164: phoneNumber,
		digits: phoneNumber.slice(1),
	};
	return forms[numberIdForm];
}

/** `GET /whatsapp/check-number/{own}/{other}` (2chat-api.md 3.3). No `success` in its answers. */
function checkNumber(context: CallContext): Answer {
	const { world, account, settings, params } = context;
	const own = workingNumber(context, pathPhone(context, 'own'));
	const wantsMore = context.query['extra-information'] === 'true';
	chargeCheck(account, wantsMore ? 2 : 1);

	const asked = params.other ?? '';
	const { countryCode, isPossible } = describePhone(asked);
	const person = world.person(asked);
	// Ids like Mexico's +521 are no possible phone numbers, yet WhatsApp has them.
	const isKnown = world.people.has(person.phoneNumber);
	if (!isE164(asked) || !(isPossible || isKnown)) return ok({ is_valid: false });

	const onWhatsApp = person.behaviour !== 'notOnWhatsApp';
	return ok({
		is_valid: true,
		number: { iso_country_code: countryCode, region: '', carrier: '', timezone: [] },
		on_whatsapp: onWhatsApp,
		...(wantsMore && onWhatsApp
			? {
					whatsapp_info: {
						number_id: numberId(world.whatsappNumber(asked), settings),
						is_business: person.isBusiness ?? false,
						is_enterprise: false,
						profile_pic: null,
						verified_level: 0,
						verified_name: person.isBusiness ? person.name : null,
						...(own.isBusinessProfile ? { status_text: '', business_information: null } : {}),
					},
				}
			: {}),
	});
}

export const checkRoutes: Route[] = [
	{
		operation: 'check-number',
		method: 'GET',
		path: '/whatsapp/check-number/:own/:other',
		ownCharge: true,
		handle: checkNumber,
	},
];
