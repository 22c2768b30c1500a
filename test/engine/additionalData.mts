import type { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialsHelper,
	IDataObject,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { core } from './n8n.mts';

// No server stands behind these; n8n only insists that they are absolute.
const BASE = 'http://localhost:5678';

export interface AdditionalDataOptions {
	credentialsHelper: ICredentialsHelper;
	executionId?: string;
	workflowId?: string;
	currentNodeParameters?: IDataObject;
	hooks?: ExecutionLifecycleHooks;
}

/** What n8n's server hands to n8n-core beside the workflow itself. */
export function createAdditionalData(
	options: AdditionalDataOptions,
): IWorkflowExecuteAdditionalData {
	const { currentNodeParameters, ...rest } = options;
	const notAvailable = async () => {
		throw new Error('Not available in the engine.');
	};
	return {
		...rest,
		...(currentNodeParameters && {
			currentNodeParameters: currentNodeParameters as INodeParameters,
		}),
		currentNodeExecutionIndex: 0,
		restApiUrl: `${BASE}/rest`,
		instanceBaseUrl: `${BASE}/`,
		formBaseUrl: `${BASE}/form`,
		formTestBaseUrl: `${BASE}/form-test`,
		formWaitingBaseUrl: `${BASE}/form-waiting`,
		webhookBaseUrl: `${BASE}/webhook`,
		webhookTestBaseUrl: `${BASE}/webhook-test`,
		webhookWaitingBaseUrl: `${BASE}/webhook-waiting`,
		mcpBaseUrl: `${BASE}/mcp`,
		mcpTestBaseUrl: `${BASE}/mcp-test`,
		variables: {},
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		logAiEvent: () => {},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: notAvailable,
		startRunnerTask: notAvailable,
	};
}
