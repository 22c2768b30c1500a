'use strict';

// n8n itself loads the files that package.json lists and never this one; it is for code that
// imports the package by name.

function load(loadFile) {
	try {
		return loadFile();
	} catch (cause) {
		const notBuilt =
			cause.code === 'MODULE_NOT_FOUND' && cause.message.includes("Cannot find module './dist/");
		const reason = notBuilt
			? new Error('n8n-nodes-2chat-groups is not built yet. Run "npm run build" first.', { cause })
			: cause;
		throw reason;
	}
}

exports.TwoChatGroups = load(() =>
	require('./dist/nodes/TwoChatGroups/TwoChatGroups.node.js'),
).TwoChatGroups;
exports.TwoChatGroupsTrigger = load(() =>
	require('./dist/nodes/TwoChatGroupsTrigger/TwoChatGroupsTrigger.node.js'),
).TwoChatGroupsTrigger;
exports.TwoChatGroupsApi = load(() =>
	require('./dist/credentials/TwoChatGroupsApi.credentials.js'),
).TwoChatGroupsApi;
