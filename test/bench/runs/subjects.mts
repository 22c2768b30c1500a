import type { INodeType } from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';

import { core, workflow as n8nWorkflow } from '../../engine/n8n.mts';
import type { WorkflowNode } from '../../engine/types.mts';
import type { WorkerOptions } from '../protocol.mts';
import { HTTP_REQUEST, loadN8nNode, LOOP_OVER_ITEMS } from './n8nNodes.mts';
import { FROM } from './workload.mts';

export const CREDENTIAL = 'twoChatGroupsApi';

/** A node that is measured: its type, and its settings in the workflow. */
export interface Subject {
	type: INodeType;
	node: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;
}

const BY_ITEM = { name: '={{ $json.name }}', participants: '={{ $json.people }}' };

/** The node of a candidate, set to make one group for each item. */
export async function subjectOf(
	{ candidate, baseUrl, floorFolder, n8nModules }: WorkerOptions,
	own: PackageDirectoryLoader,
): Promise<Subject> {
	switch (candidate) {
		case 'node':
			return {
				type: typeIn(own, 'twoChatGroups'),
				node: {
					type: `${own.packageName}.twoChatGroups`,
					parameters: {
						resource: 'group',
						operation: 'create',
						fromNumber: { __rl: true, mode: 'phone', value: FROM },
						...BY_ITEM,
						options: { maxGroups: 0 },
					},
				},
			};
		case 'floor': {
			const loader = await load(floorFolder);
			return {
				type: typeIn(loader, 'floor'),
				node: {
					type: `${loader.packageName}.floor`,
					parameters: { fromNumber: FROM, ...BY_ITEM },
				},
			};
		}
		case 'httpRequest':
		case 'httpRequestLoop': {
			const { type, version } = ofN8n(n8nModules, HTTP_REQUEST);
			return {
				type,
				node: {
					// n8n lets this node, by its name, use every credential.
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: version,
					parameters: {
						method: 'POST',
						url: `${baseUrl}/whatsapp/group/create`,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: CREDENTIAL,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: `={{ { from_number: '${FROM}', group: { name: $json.name, participants: $json.people } } }}`,
						options: {},
					},
				},
			};
		}
		case 'axios':
			throw new Error('This one is no node.');
	}
}

/** Loop Over Items, to have one call under way at a time. */
export function loopSubject({ n8nModules }: WorkerOptions): Subject {
	const { type, version } = ofN8n(n8nModules, LOOP_OVER_ITEMS);
	return {
		type,
		node: {
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: version,
			parameters: { batchSize: 1, options: {} },
		},
	};
}

function ofN8n(n8nModules: string | undefined, file: string): ReturnType<typeof loadN8nNode> {
	if (n8nModules === undefined) throw new Error('n8n is not on this machine.');
	return loadN8nNode(n8nModules, file);
}

export async function load(folder: string): Promise<PackageDirectoryLoader> {
	const loader = new core.PackageDirectoryLoader(folder);
	await loader.loadAll();
	return loader;
}

function typeIn(loader: PackageDirectoryLoader, name: string): INodeType {
	return n8nWorkflow.NodeHelpers.getVersionedNodeType(loader.getNode(name).type);
}
