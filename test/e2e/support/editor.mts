import type { Locator, Page } from 'playwright-core';
import type { N8nClient } from '../../n8n/client.mts';

/** n8n's editor, by what a person does in it. */
export class Editor {
	constructor(
		readonly page: Page,
		private readonly n8n: N8nClient,
	) {}

	id(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.n8n.url}/workflow/new`);
		await this.id('canvas-plus-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.n8n.url}/workflow/${id}`);
		await this.id('canvas-node').first().waitFor();
		await this.settled();
	}

	/** Opens the node creator; on an empty canvas it offers triggers. */
	async openNodeCreator(): Promise<void> {
		const empty = this.id('canvas-plus-button');
		await ((await empty.isVisible()) ? empty : this.id('node-creator-plus-button')).click();
		await this.id('node-creator-search-bar').waitFor();
	}

	/** What the node creator finds. */
	async searchNodes(text: string): Promise<string[]> {
		await this.id('node-creator-search-bar').fill(text);
		await this.id('node-creator-item-name').first().waitFor();
		await this.settled();
		return await this.listed();
	}

	/** The names that the node creator shows. */
	async listed(): Promise<string[]> {
		const names = await this.id('node-creator-item-name').allTextContents();
		return names.map((name) => name.trim());
	}

	async pick(name: string): Promise<void> {
		await this.id('node-creator-item-name').getByText(name, { exact: true }).first().click();
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openDetails(node: string): Promise<void> {
		await this.node(node).dblclick();
		await this.detailsOpen();
	}

	async detailsOpen(): Promise<void> {
		await this.id('ndv').waitFor();
		await this.settled();
	}

	async closeDetails(): Promise<void> {
		await this.id('ndv-close-button').click();
		await this.id('ndv').waitFor({ state: 'hidden' });
	}

	field(name: string): Locator {
		return this.id(`parameter-input-${name}`);
	}

	async fill(name: string, text: string): Promise<void> {
		await this.field(name).locator('input, textarea').first().fill(text);
	}

	/** Turns a field into an expression and types it. */
	async fillExpression(name: string, text: string): Promise<void> {
		await this.field(name).hover();
		// The switch belongs to the field's label, beside the field.
		const both = this.field(name).locator(
			'xpath=ancestor::*[.//*[@data-test-id="radio-button-expression"]][1]',
		);
		await both.locator('[data-test-id="radio-button-expression"]').click();
		await this.field(name).locator('.cm-content').click();
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.insertText(text);
		await this.settled();
	}

	/** Opens the list of a resource locator. */
	async openList(name: string): Promise<string[]> {
		await this.id(`resource-locator-${name}`).locator('[data-test-id="rlc-input"]').click();
		await this.id('rlc-item').first().waitFor();
		return (await this.id('rlc-item').allTextContents()).map((text) => text.trim());
	}

	async pickFromList(text: string): Promise<void> {
		await this.id('rlc-item').filter({ hasText: text }).click();
	}

	/** Runs the step that is open, and waits until its end is shown. */
	async runStep(): Promise<void> {
		const [response] = await Promise.all([
			this.page.waitForResponse((answer) => /\/workflows\/[^/]+\/run$/.test(answer.url())),
			this.id('node-execute-button').click(),
		]);
		const { data } = (await response.json()) as { data: { executionId: string } };
		await this.n8n.ended(data.executionId);
		await this.id('node-execute-button').getByText('Execute step').waitFor();
		await this.settled();
		await this.closeToasts();
		await this.settled();
	}

	get output(): Locator {
		return this.id('output-panel');
	}

	/** They cover a corner. */
	async closeToasts(): Promise<void> {
		const crosses = this.page.locator('[role="alert"] .el-notification__closeBtn');
		for (let tries = 0; tries < 10 && (await crosses.count()) > 0; tries++) {
			await crosses
				.first()
				.click({ timeout: 2_000 })
				.catch(() => {});
			await this.page.waitForTimeout(350);
		}
	}

	/** Panels are drawn once more shortly after they appear. */
	async settled(): Promise<void> {
		await this.page.waitForTimeout(500);
	}
}
