// Who may import whom. A layer may use itself and those before it; nothing goes back.
const LAYERS = [
	[
		'values and their words',
		'^nodes/shared/(phone/(data|words)/|text|json|chunks|url|settingError)',
	],
	['phone/number', '^nodes/shared/phone/number/'],
	['phone/person', '^nodes/shared/phone/person/'],
	['phone/text', '^nodes/shared/phone/text/'],
	['phone/records', '^nodes/shared/phone/records/'],
	['phone', '^nodes/shared/phone/participantList'],
	['groups', '^nodes/shared/groups/'],
	['api', '^nodes/shared/api/'],
	['form, memory and listSearch', '^nodes/shared/(form|memory|listSearch)/'],
	['create and members', '^nodes/TwoChatGroups/(create|members|messages)/'],
	['resources', '^nodes/TwoChatGroups/resources/'],
	['router', '^nodes/TwoChatGroups/router'],
	['node', '^nodes/TwoChatGroups/TwoChatGroups[.]node'],
];

const upwards = LAYERS.slice(0, -1).map(([name, path], index) => ({
	name: `${name} imports from above`,
	severity: 'error',
	from: { path },
	to: { path: LAYERS.slice(index + 1).map(([, above]) => above) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden: [
		...upwards,
		{
			name: 'no circle',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'phone and groups are pure',
			comment: 'They know neither n8n nor HTTP.',
			severity: 'error',
			from: { path: '^nodes/shared/(phone|groups)/' },
			to: { path: 'n8n-workflow' },
		},
		{
			name: 'members does not import create',
			severity: 'error',
			from: { path: '^nodes/TwoChatGroups/members/' },
			to: { path: '^nodes/TwoChatGroups/create/' },
		},
		{
			name: 'only the router imports resources',
			severity: 'error',
			from: { path: '^nodes/', pathNot: '^nodes/TwoChatGroups/(router|resources/)' },
			to: { path: '^nodes/TwoChatGroups/resources/' },
		},
		{
			name: 'shared imports no node',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^nodes/(?!shared/)' },
		},
		{
			name: 'the trigger imports shared only',
			severity: 'error',
			from: { path: '^nodes/TwoChatGroupsTrigger/' },
			to: { path: '^(nodes/TwoChatGroups/|test/|credentials/)' },
		},
		{
			name: 'nothing shipped imports a test',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^test/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { extensions: ['.ts', '.mts', '.mjs', '.js', '.json'] },
	},
};
