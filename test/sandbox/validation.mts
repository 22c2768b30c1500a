import { ValidationError, type Problem } from './errors.mts';
import { isE164 } from './phone.mts';

const NOT_E164 = 'the phone number must be in E.164 format';

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a request's fields and notes everything that is wrong with them, in FastAPI's words
 * (2chat-api.md section 6). Unknown fields are ignored, as FastAPI does. Read all, then call `check`.
 */
export class FieldReader {
	private readonly fields: Record<string, unknown>;
	/** There is no object to read from, which is complained about once and not field by field. */
	private readonly isVoid: boolean;

	constructor(
		value: unknown,
		private readonly loc: Array<string | number>,
		readonly problems: Problem[] = [],
	) {
		this.isVoid = !isObject(value);
		this.fields = isObject(value) ? value : {};
		if (value === undefined) this.complain([], 'field required', 'value_error.missing');
		else if (this.isVoid) this.complain([], 'value is not a valid dict', 'type_error.dict');
	}

	check(): void {
		if (this.problems.length > 0) throw new ValidationError(this.problems);
	}

	has(name: string): boolean {
		return this.fields[name] !== undefined && this.fields[name] !== null;
	}

	isNull(name: string): boolean {
		return this.fields[name] === null;
	}

	raw(name: string): unknown {
		return this.fields[name];
	}

	text(name: string): string {
		const value = this.fields[name];
		if (typeof value === 'string') return value;
		if (value === undefined) this.problem([name], 'field required', 'value_error.missing');
		else this.problem([name], 'str type expected', 'type_error.str');
		return '';
	}

	optionalText(name: string): string | null {
		return this.has(name) ? this.text(name) : null;
	}

	filledText(name: string): string {
		const before = this.problems.length;
		const value = this.text(name);
		if (this.problems.length === before && value.trim() === '') {
			this.problem(
				[name],
				'ensure this value has at least 1 characters',
				'value_error.any_str.min_length',
			);
		}
		return value;
	}

	phone(name: string): string {
		const before = this.problems.length;
		const value = this.text(name);
		if (this.problems.length === before && !isE164(value)) {
			this.problem([name], NOT_E164, 'value_error');
		}
		return value;
	}

	/** An http or https address. */
	address(name: string): string {
		const before = this.problems.length;
		const value = this.text(name);
		if (this.problems.length > before) return value;
		const protocol = URL.canParse(value) ? new URL(value).protocol : '';
		if (protocol !== 'http:' && protocol !== 'https:') {
			this.problem([name], 'invalid or missing URL scheme', 'value_error.url.scheme');
		}
		return value;
	}

	texts(name: string): string[] {
		const value = this.fields[name];
		if (value === undefined) {
			this.problem([name], 'field required', 'value_error.missing');
			return [];
		}
		if (!Array.isArray(value)) {
			this.problem([name], 'value is not a valid list', 'type_error.list');
			return [];
		}
		const entries: unknown[] = value;
		return entries.flatMap((entry, index) => {
			if (typeof entry === 'string') return [entry];
			this.problem([name, index], 'str type expected', 'type_error.str');
			return [];
		});
	}

	object(name: string): FieldReader {
		if (this.isVoid) return this;
		return new FieldReader(this.fields[name], [...this.loc, name], this.problems);
	}

	problem(where: Array<string | number>, msg: string, type: string): void {
		if (!this.isVoid) this.complain(where, msg, type);
	}

	malformedPhone(name: string, index: number): void {
		this.problem([name, index], NOT_E164, 'value_error');
	}

	private complain(where: Array<string | number>, msg: string, type: string): void {
		this.problems.push({ loc: [...this.loc, ...where], msg, type });
	}
}
