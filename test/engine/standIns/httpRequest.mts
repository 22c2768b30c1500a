import type { IDataObject, IHttpRequestMethods, INodeExecutionData, INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

/** HTTP Request with a JSON body, without credentials. */
export const httpRequest: INodeType = {
	description: describe('HTTP Request', { method: '', url: '', jsonBody: '' }),
	async execute() {
		const items: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			try {
				const json = (await this.helpers.httpRequest({
					method: this.getNodeParameter('method', item) as IHttpRequestMethods,
					url: this.getNodeParameter('url', item) as string,
					body: JSON.parse(this.getNodeParameter('jsonBody', item) as string) as IDataObject,
					json: true,
				})) as IDataObject;
				items.push({ json, pairedItem: { item } });
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				items.push({ json: { error: (error as Error).message }, pairedItem: { item } });
			}
		}
		return [items];
	},
};
