import fs from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../engine/paths.mts';

export const IMAGES = path.join(projectRoot, 'docs', 'images');

/** Set by `npm run screenshots`. */
export const takesScreenshots = process.env['SCREENSHOTS'] === '1';

/** Keeps the page as an image for the documentation, when that was asked for. */
export async function screenshot(page: Page, name: string): Promise<void> {
	if (!takesScreenshots) return;
	await fs.mkdir(IMAGES, { recursive: true });
	// Away from what would show a tooltip.
	await page.mouse.move(700, 5);
	await page.waitForTimeout(300);
	await page.screenshot({ path: path.join(IMAGES, `${name}.png`), animations: 'disabled' });
}

const RECORD = path.join(IMAGES, 'taken-of.json');

/** Notes which form the images show. */
export async function recordScreenshots(form: string): Promise<void> {
	const note = 'Written by "npm run screenshots". A test compares it with the form of today.';
	await fs.writeFile(RECORD, `${JSON.stringify({ note, form }, null, '\t')}\n`);
}

/** Of which form the images were taken; undefined when there are none. */
export async function recordedForm(): Promise<string | undefined> {
	const text = await fs.readFile(RECORD, 'utf8').catch(() => '{}');
	return (JSON.parse(text) as { form?: string }).form;
}
