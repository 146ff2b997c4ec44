// Owns reading JSON of strangers a value at a time: anything may be missing or of another kind, and nothing throws.
import { isShallow } from './stored-record.ts';

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const obj = (value: unknown): Json => (isObject(value) ? value : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
/** The first of several that says something. */
export const str = (...values: unknown[]): string => {
  for (const value of values) {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return '';
};
export const num = (...values: unknown[]): number | null => {
  for (const value of values) {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  }
  return null;
};

/** A field that a program kept as text: JSON in a string is opened, anything else stays what it is. */
export const opened = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

/** JSON, or a list of the JSON on each line (a pack of Foundry's); undefined for anything else, and for JSON nested without end. */
export const parseJson = (text: string): unknown => {
  const read = parsed(text.replace(/^\uFEFF/, ''));
  return isShallow(read) ? read : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 1 || !lines[0]!.trim().startsWith('{')) return undefined;
    const read: unknown[] = [];
    for (const line of lines) {
      try {
        read.push(JSON.parse(line));
      } catch {
        return undefined;
      }
    }
    return read;
  }
};
