import { chromium, type Browser, type Page } from 'playwright-core';
import { findOrInstall } from '../../n8n/debian.mts';

/** Any Chromium of this machine; Debian's own is installed where there is none. */
const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export interface OpenBrowser {
	page: Page;
	/** Addresses outside this machine that a page wanted; none of them was let through. */
	blocked: string[];
	close(): Promise<void>;
}

export interface BrowserOptions {
	/** Where to be signed in to n8n, with which cookie. */
	signedIn?: { url: string; cookie: string };
	/** The name and password that a page asks for. */
	httpCredentials?: { username: string; password: string };
}

export async function openBrowser({
	signedIn,
	httpCredentials,
}: BrowserOptions = {}): Promise<OpenBrowser> {
	const browser: Browser = await chromium.launch({
		executablePath: await findOrInstall(() => PLACES, ['chromium', 'fonts-dejavu-core']),
		args: FLAGS,
	});
	const context = await browser.newContext({
		viewport: { width: 1400, height: 900 },
		colorScheme: 'light',
		locale: 'en-US',
		...(httpCredentials && { httpCredentials }),
	});
	if (signedIn) {
		await context.addCookies([{ name: 'n8n-auth', value: signedIn.cookie, url: signedIn.url }]);
	}
	const blocked: string[] = [];
	await context.route(isOutside, async (route) => {
		blocked.push(route.request().url());
		await route.abort();
	});
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	return { page, blocked, close: async () => await browser.close() };
}

function isOutside({ protocol, hostname }: URL): boolean {
	return protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname);
}
