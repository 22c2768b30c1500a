import { findOrInstall } from './debian.mts';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser for the tests: any Chromium of this machine, on Debian its own. */
export async function findChromium(): Promise<string> {
	return await findOrInstall(() => PLACES, ['chromium', 'fonts-dejavu-core']);
}
