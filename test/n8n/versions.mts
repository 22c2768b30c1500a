// Exact, so that a run next year shows the same editor as the images in docs/images.
export const N8N_VERSION = '2.41.1';
/** The last of the 1.x line, which many still run. */
export const OLD_N8N_VERSION = '1.123.81';
export const SQLITE3_VERSION = '5.1.7';
export const NODE_GYP_VERSION = '12.4.0';

/**
 * The engines that the package is tested in, oldest first; the newest on the registry comes last. 1.99 belongs to
 * n8n 1.100: before it tools do not work at all. 1.122.48 is the last of the 1.x line.
 */
export const N8N_CORE_VERSIONS = ['1.99.0', '1.122.48', '2.0.2', '2.20.6'];

/**
 * The oldest and the newest Node that each n8n starts on. n8n 2.39 and later refuse an older one; the last of 1.x says
 * that 20.19 does, but the isolated-vm that comes with it needs 22.
 */
export const NODE_MAJORS_FOR_N8N: Record<string, [number, number]> = {
	[N8N_VERSION]: [24, Infinity],
	[OLD_N8N_VERSION]: [22, 24],
};
export const NODE_PACKAGE_MAJOR = 24;
export const NODE_PACKAGE_VERSION = '24.21.0';

/**
 * n8n takes xlsx from its vendor's download site instead of a registry. Nothing here reads spreadsheets,
 * so the last release on the registry does.
 */
export const N8N_OVERRIDES = { xlsx: '0.18.5' };
