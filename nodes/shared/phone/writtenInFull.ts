import { getCountries, getCountryCallingCode, Metadata, type CountryCode } from './library';

import { countryOfCallingCode } from './countries';

/** What has to be known of a calling code to tell that digits behind it need no further reading. */
interface Plan {
	/** Numbers of digits that are possible in every country with this calling code. */
	lengths: ReadonlySet<number>;
	/** What people of the country dial in front, and what libphonenumber would take away. */
	prefix: RegExp | undefined;
}

// The library has this method and leaves it out of its types. The tests compare with what it makes of it.
type WithPrefix = { nationalPrefixForParsing?(): string | undefined };

const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;
const LONGEST_CALLING_CODE = 3;

const plans = new Map<string, Plan | undefined>();

/**
 * Whether digits that start with a country code are a possible number in its final form, so that
 * libphonenumber would give back what it was given. It is asked all the same when this says no.
 *
 * Most numbers are written like this, and for those of countries that share a calling code (+1, +44) the
 * library tries the plans of all of them: many times the work of everything else about a number.
 */
export function isWrittenInFull(digits: string): boolean {
	if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return false;
	for (let length = 1; length <= LONGEST_CALLING_CODE; length++) {
		const plan = planOf(digits.slice(0, length));
		if (plan === undefined) continue;
		const national = digits.slice(length);
		const hasPrefix = national.startsWith('0') || plan.prefix?.test(national) === true;
		return !hasPrefix && plan.lengths.has(national.length);
	}
	return false;
}

function planOf(callingCode: string): Plan | undefined {
	if (!plans.has(callingCode)) plans.set(callingCode, readPlan(callingCode));
	return plans.get(callingCode);
}

function readPlan(callingCode: string): Plan | undefined {
	const country = countryOfCallingCode(callingCode);
	if (country === undefined) return undefined;
	const plan = numberingPlanOf(country) as (WithPrefix & Metadata['numberingPlan']) | undefined;
	if (plan?.nationalPrefixForParsing === undefined) return undefined;
	const prefix = plan.nationalPrefixForParsing();
	const sharing = getCountries().filter((other) => getCountryCallingCode(other) === callingCode);
	const lengths = sharing.map((other) => numberingPlanOf(other)?.possibleLengths() ?? []);
	const [first = [], ...others] = lengths;
	return {
		lengths: new Set(first.filter((length) => others.every((list) => list.includes(length)))),
		prefix: prefix ? new RegExp(`^(?:${prefix})`) : undefined,
	};
}

function numberingPlanOf(country: CountryCode): Metadata['numberingPlan'] {
	const metadata = new Metadata();
	metadata.selectNumberingPlan(country);
	return metadata.numberingPlan;
}
