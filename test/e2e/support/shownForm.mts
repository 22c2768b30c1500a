import { createHash } from 'node:crypto';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NODE_PREFIX } from '../../n8n/examples.mts';
import type { N8nClient } from '../../n8n/client.mts';

/** Stands for all that the images of the documentation show of this package: another form, another text. */
export async function shownForm(n8n: N8nClient): Promise<string> {
	const nodes = await n8n.get<INodeTypeDescription[]>('/types/nodes.json');
	const credentials =
		await n8n.get<Array<{ name: string; properties: INodeProperties[] }>>(
			'/types/credentials.json',
		);
	const ours = nodes.filter(({ name }) => name.startsWith(NODE_PREFIX) && !name.endsWith('Tool'));
	const icons = ours.flatMap(({ iconUrl }) =>
		typeof iconUrl === 'object' ? Object.values(iconUrl) : [],
	);
	const shown = {
		nodes: ours.map(({ displayName, description, properties }) => ({
			displayName,
			description,
			fields: properties.filter(isShown).map(visible),
		})),
		credential: credentials
			.filter(({ name }) => name === 'twoChatGroupsApi')
			.map(({ properties }) => properties.map(visible)),
		icons: await Promise.all(
			icons.map(async (address) => await (await fetch(`${n8n.url}/${address}`)).text()),
		),
	};
	return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
}

/** The images show Create, and the list of everything that the node can do. */
function isShown({ name, displayOptions }: INodeProperties): boolean {
	const { operation, resource } = displayOptions?.show ?? {};
	if (name === 'operation' || operation === undefined) return true;
	return operation.includes('create') && (resource?.includes('group') ?? true);
}

// Descriptions of fields are tooltips, which no image shows.
function visible({ displayName, hint, placeholder, default: value, options }: INodeProperties) {
	const choices = options?.map((option) => ({
		name: 'displayName' in option ? option.displayName : option.name,
		...('action' in option && { action: option.action }),
	}));
	return { displayName, hint, placeholder, value, choices };
}
