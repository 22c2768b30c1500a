/** "Phone: +44 …", "【電話】…": what a line begins with, and what stands behind it; without a label the whole line. */
export function splitLabel(line: string): [label: string, value: string] {
	const [, inMarks, label = inMarks ?? '', value = line] = LABELLED.exec(line) ?? [];
	return [label, value.trim()];
}

const LABELLED = /^\s*(?:【([^\d】]{1,40})】|([^\d:：\t]{2,60})[:：\t](?!\/\/))(.*)$/su;

/** Whether a line has a label with a number right behind it. */
export function isLabelledNumber(line: string): boolean {
	const [label, value] = splitLabel(line);
	return label !== '' && /^[(+\d]/.test(value);
}

/** "Coming: Ana +44 …" */
export function isLabelledName(line: string): boolean {
	const [label, value] = splitLabel(line);
	return label !== '' && /^[^\d+]*\p{L}/u.test(value);
}
