import type { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestOptions,
	INodeParameters,
} from 'n8n-workflow';
import { workflow as n8nWorkflow } from './n8n.mts';
import type { Credentials } from './types.mts';

/** Hands out credential values and puts them into requests, as n8n's server does from its database. */
export function createCredentialsHelper(
	loader: PackageDirectoryLoader,
	credentials: Credentials,
): ICredentialsHelper {
	const typeOf = (name: string) => loader.getCredential(name).type;
	const notAvailable = async () => {
		throw new Error('The engine stores no credentials.');
	};

	class Helper extends n8nWorkflow.ICredentialsHelper {
		override getParentTypes = () => [];
		override isCredentialUsableByNode = () => true;
		override getCredentialsProperties = (type: string) => typeOf(type).properties;
		override preAuthentication = async () => undefined;
		override runPreAuthentication = async () => undefined;
		override getCredentials = notAvailable;
		override updateCredentials = notAvailable;
		override updateCredentialsOauthTokenData = notAvailable;

		override async getDecrypted(
			...[, nodeCredentials, type]: Parameters<ICredentialsHelper['getDecrypted']>
		): Promise<ICredentialDataDecryptedObject> {
			const values = credentials[type];
			if (!values) {
				const { id } = nodeCredentials;
				throw new Error(`Credential with ID "${id}" does not exist for type "${type}".`);
			}
			return withDefaults(this.getCredentialsProperties(type), values as INodeParameters);
		}

		override async authenticate(
			...[values, type, request, workflow, node]: Parameters<ICredentialsHelper['authenticate']>
		): Promise<IHttpRequestOptions> {
			const options = request as IHttpRequestOptions;
			const { authenticate } = typeOf(type);
			if (typeof authenticate === 'function') return await authenticate(values, options);
			if (!authenticate || !workflow || !node) return options;

			const resolve = (text: string) =>
				String(
					workflow.expression.getSimpleParameterValue(node, text, 'internal', {
						$credentials: values,
					}) ?? '',
				);
			const parts = options as unknown as Record<string, Record<string, string>>;
			for (const [part, fields] of Object.entries(authenticate.properties)) {
				const target = (parts[part] ??= {});
				for (const [key, value] of Object.entries(fields as Record<string, string>)) {
					target[resolve(key)] = resolve(value);
				}
			}
			return options;
		}
	}
	return new Helper();
}

function withDefaults(
	properties: Parameters<typeof n8nWorkflow.NodeHelpers.getNodeParameters>[0],
	values: INodeParameters,
): ICredentialDataDecryptedObject {
	const { getNodeParameters } = n8nWorkflow.NodeHelpers;
	return getNodeParameters(properties, values, true, false, null, null) as never;
}
