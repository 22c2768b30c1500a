import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';

import { record } from '../json';
import { quote } from '../text';
import { readParameter } from './parameter';
import { settingError } from '../settingError';
import { webAddressProblem } from './webAddress';

/** A drop-down whose values the compiler knows. */
export interface ChoiceField<T extends string>
	extends Omit<INodeProperties, 'default' | 'options'> {
	default: T;
	options: Array<{ name: string; value: T; description: string }>;
}

export function choiceField<const T extends string>(field: ChoiceField<T>): ChoiceField<T> {
	return field;
}

/**
 * The fields of one item, or of a collection among them, whatever an expression made of them. Each reader throws a
 * NodeOperationError that names the field by its label, as the form shows it. Where there is nothing, choices and numbers
 * are the form's default.
 */
export class Fields {
	constructor(
		readonly context: IExecuteFunctions,
		readonly item: number,
		private readonly values?: IDataObject,
	) {}

	value(name: string): unknown {
		return this.values === undefined
			? readParameter(this.context, name, this.item)
			: this.values[name];
	}

	/** Whether somebody has set it, even to an expression that gives nothing. */
	has(name: string): boolean {
		return name in (this.values ?? this.context.getNode().parameters);
	}

	/** What a collection holds; nothing has to be in there. */
	collection(name: string): Fields {
		return new Fields(this.context, this.item, record(this.value(name)) as IDataObject);
	}

	/** As given, or '' when there is nothing but blanks. Numbers become text. */
	text({ name, displayName: label }: INodeProperties): string {
		const value = this.value(name);
		if (value === undefined || value === null) return '';
		if (typeof value === 'number' && !Number.isFinite(value)) return '';
		if (typeof value === 'number' || typeof value === 'bigint') return String(value);
		if (typeof value !== 'string') {
			throw this.error(
				`${label} should be text, but the expression gives ${kindOf(value)}`,
				`Pick a single field for ${label}, for example {{ $json.name }}.`,
			);
		}
		if (value.includes('[object Object]')) {
			throw this.error(
				`${label} contains "[object Object]": an expression in it points at an object instead of a text`,
				`Pick a single field of that object for ${label}.`,
			);
		}
		// Half of an emoji, as a text that was cut has at its end, is nothing that 2Chat could store.
		const whole = value.replace(/\p{Cs}/gu, '');
		return whole.trim() === '' ? '' : whole;
	}

	choice<T extends string>(field: ChoiceField<T>): T {
		const { name, displayName: label } = field;
		const values = field.options.map((option) => option.value);
		const value = this.value(name);
		if (value === undefined || value === null || value === '') return field.default;
		const chosen = values.find((candidate) => candidate === value);
		if (chosen !== undefined) return chosen;
		throw this.error(
			`${label} is ${shown(value)}, which is not one of its values`,
			`Choose ${label} from the list, or let the expression give one of: ${values.join(', ')}.`,
		);
	}

	/**
	 * A switch. What merely looks like "off", or is nothing although somebody has set it, is refused: taking Preview Only
	 * for off when it was meant to be on would make a real group.
	 */
	flag(field: INodeProperties): boolean {
		const { name, displayName: label } = field;
		if (!this.has(name)) return field.default === true;
		const value = this.value(name);
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		const isNothing = value === undefined || value === null || value === '';
		throw this.error(
			`${label} should be true or false, but ${isNothing ? 'the expression gives nothing' : `is ${shown(value)}`}`,
			`Correct the expression in ${label}, for example {{ $json.field ?? false }}.`,
		);
	}

	wholeNumber(field: INodeProperties): number {
		const { name, displayName: label } = field;
		const { min } = limitsOf(field);
		const number = this.number(field);
		if (number !== null && Number.isInteger(number) && number >= min) return number;
		throw this.error(
			`${label} should be a whole number of at least ${min}, but is ${shown(this.value(name))}`,
			`Correct ${label}.`,
		);
	}

	/**
	 * A time that the form has in seconds.
	 *
	 * @returns milliseconds
	 */
	seconds(field: INodeProperties): number {
		const { name, displayName: label } = field;
		const { min, max } = limitsOf(field);
		const seconds = this.number(field);
		if (seconds !== null && seconds >= min && seconds <= max) return Math.round(seconds * 1_000);
		throw this.error(
			`${label} should be between ${min} and ${max} seconds, but is ${shown(this.value(name))}`,
			`Correct ${label}. It is a number of seconds, not of milliseconds.`,
		);
	}

	/** The address of a file for 2Chat to load; '' when there is nothing. */
	webAddress(field: INodeProperties): string {
		const url = this.text(field).trim();
		const problem = url === '' ? null : webAddressProblem(url);
		if (problem === null) return url;
		throw this.error(
			`${field.displayName}: ${quote(url)} ${problem}`,
			'It has to start with https:// and lead straight to the file, open to everybody, because 2Chat loads it from there. Nothing was sent.',
		);
	}

	/** An error about one of these fields, whose item need not be the first of those that belong together. */
	error(message: string, nextStep: string): NodeOperationError {
		const error = settingError(this.context, message, nextStep);
		error.context.itemIndex = this.item;
		return error;
	}

	/** Null for what is no number. */
	private number(field: INodeProperties): number | null {
		const given = this.value(field.name);
		// Number(' ') is 0, which means something in most of these fields.
		const isBlank = typeof given === 'string' && given.trim() === '';
		const value = given === undefined || given === null || isBlank ? field.default : given;
		const number = typeof value === 'string' ? Number(value) : value;
		return typeof number === 'number' && Number.isFinite(number) ? number : null;
	}
}

function limitsOf({ typeOptions: { minValue = 0, maxValue = Infinity } = {} }: INodeProperties) {
	return { min: minValue, max: maxValue };
}

function shown(value: unknown): string {
	return typeof value === 'object' ? kindOf(value) : quote(String(value));
}

/** What an expression gave in place of text or a number, as a user would call it. */
function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : 'true or false';
}
