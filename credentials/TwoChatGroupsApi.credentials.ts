import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

/**
 * One key and one address, as 2chat-api.md 1.1 and 1.2 have it. The type name differs from that of
 * 2Chat's own package because credential type names are global in n8n.
 */
export class TwoChatGroupsApi implements ICredentialType {
	name = 'twoChatGroupsApi';

	displayName = '2Chat Groups API';

	icon: Icon = {
		light: 'file:../nodes/TwoChatGroups/twoChatGroups.svg',
		dark: 'file:../nodes/TwoChatGroups/twoChatGroups.dark.svg',
	};

	documentationUrl = 'https://developers.2chat.co/docs/API/authentication';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In 2Chat, open Developers > API Access (app.2chat.io/developers) and copy the key',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.p.2chat.io/open',
			placeholder: 'e.g. https://api.p.2chat.io/open',
			hint: 'Leave as it is, unless 2Chat or your administrator gave you another address',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'X-User-API-Key': '={{ $credentials.apiKey.trim() }}' } },
	};

	/**
	 * `/info` reads the account and touches no number (2chat-api.md 1.3). It answers 200 for a blocked
	 * account and any web page answers 200 too, so the body is looked at. The key travels to no address
	 * that is neither https nor this machine: in place of such a Base URL stands a data: URL, which axios answers
	 * itself, without a connection, as a Buffer; the rule on `length` names the mistake.
	 */
	test: ICredentialTestRequest = {
		request: {
			url: String.raw`={{ /^(https:\/\/|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$))/i.test($credentials.baseUrl.trim()) ? $credentials.baseUrl.trim().replace(/\/+$/, "") + "/info" : "data:,the-base-url-has-to-start-with-https" }}`,
			disableFollowRedirect: true,
		},
		// n8n checks mixed rules in order; only its type wants all of them to be of one kind.
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: '2Chat does not know this API Key. Copy it again from app.2chat.io/developers.',
				},
			},
			{
				// What 2Chat's gateway answers when no key comes with the request (2chat-api.md 1.4).
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The API Key is missing. Copy it from app.2chat.io/developers.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'There is no 2Chat API at this Base URL. The usual one is https://api.p.2chat.io/open',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'length',
					value: 'the-base-url-has-to-start-with-https'.length,
					message:
						'Base URL must start with https://, so nobody on the way can read the API key. The usual one is https://api.p.2chat.io/open',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'account.blocked',
					value: true,
					message:
						'The API Key is right, but 2Chat has blocked this account. Sign in at app.2chat.io to see why.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'account',
					value: undefined,
					message:
						'The Base URL answers, but not as 2Chat does. The usual one is https://api.p.2chat.io/open',
				},
			},
		] as NonNullable<ICredentialTestRequest['rules']>,
	};
}
