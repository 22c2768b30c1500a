/**
 * Text of outsiders as n8n may show it: hints and error panels render markup, so a name could bring a link or a
 * picture that loads. Everything that goes into messages, descriptions and hints passes here.
 */
export function plainText(text: string): string {
	return text.replace(/[<>]|\]\(/g, (mark) => PLAIN[mark] ?? mark);
}

const PLAIN: Record<string, string> = { '<': '‹', '>': '›', '](': '] (' };

/** A value in the middle of a sentence, shortened. */
export function quote(text: string, limit = 80): string {
	// Whatever is cut off need not be looked at.
	const flat = text
		.slice(0, limit * 20)
		.replace(/\s+/g, ' ')
		.trim();
	// By characters as people count them: half of an emoji would show as a broken one.
	const characters = Array.from(flat);
	return `"${characters.length > limit ? `${characters.slice(0, limit).join('')}…` : flat}"`;
}
