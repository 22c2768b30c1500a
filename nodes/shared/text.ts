export function quote(text: string, limit = 80): string {
	const flat = text.replace(/\s+/g, ' ').trim();
	// By characters as people count them: half of an emoji would show as a broken one.
	const characters = Array.from(flat);
	return `"${characters.length > limit ? `${characters.slice(0, limit).join('')}…` : flat}"`;
}
