import type { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialTestRequestData,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { createCredentialsHelper } from './credentialsHelper.mts';
import { core, newRunData } from './n8n.mts';
import { createWorkflow } from './runWorkflow.mts';
import { describe } from './standIns/describe.mts';
import type { CredentialTestResult } from './types.mts';

type TestRequest = ICredentialTestRequestData['testRequest'];

interface RequestFailure {
	message: string;
	/** All that n8n before 2.34 leaves of the answer. */
	httpCode?: string | null;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/**
 * The "Test" of the credential's dialog. n8n's server runs the credential's `test.request` as a
 * declarative node with one property; so does this.
 */
export async function testCredential(
	loader: PackageDirectoryLoader,
	type: string,
	data: IDataObject,
): Promise<CredentialTestResult> {
	const { test } = loader.getCredential(type).type;
	if (!test) throw new Error('The credential has no test.');
	try {
		const output = await runTestRequest(loader, type, data, test);
		return (
			failedBodyRule(test, output?.[0]?.[0]?.json) ?? {
				status: 'OK',
				message: 'Connection successful!',
			}
		);
	} catch (error) {
		return { status: 'Error', message: failureMessage(test, error as RequestFailure) };
	}
}

async function runTestRequest(
	loader: PackageDirectoryLoader,
	type: string,
	data: IDataObject,
	test: TestRequest,
): Promise<INodeExecutionData[][] | null | undefined> {
	const nodeType: INodeType = {
		description: {
			...describe('Temporary node'),
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temporary',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const json = { nodes: [{ name: 'Temporary node', type: 'temporary' }], connections: {} };
	const workflow = createWorkflow(json, nodeTypes, { [type]: data });
	const node = workflow.getNode('Temporary node') as INode;
	const credentialsHelper = createCredentialsHelper(loader, { [type]: data });
	const additionalData = createAdditionalData({ credentialsHelper });
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		newRunData({}),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const stored = { id: '1', name: type };
	const decrypted = await credentialsHelper.getDecrypted(additionalData, stored, type, 'internal');
	const routing = new core.RoutingNode(context, nodeType, { ...stored, type, data: decrypted });
	return await routing.runNode();
}

function failedBodyRule(
	test: TestRequest,
	body: IDataObject | undefined,
): CredentialTestResult | undefined {
	for (const rule of test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		if (valueAt(body, key) === value) return { status: 'Error', message };
	}
	return undefined;
}

function failureMessage(test: TestRequest, error: RequestFailure): string {
	const { response = answerOf(error), code } = error.cause ?? {};
	if (!response) return code ?? error.message;
	for (const rule of test.rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === response.status) {
			return rule.properties.message;
		}
	}
	return response.statusText || `Received HTTP status code: ${response.status}`;
}

function answerOf({ httpCode, message }: RequestFailure) {
	const status = Number(httpCode);
	return status > 0 ? { status, statusText: message } : undefined;
}

function valueAt(body: IDataObject | undefined, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], body);
}
