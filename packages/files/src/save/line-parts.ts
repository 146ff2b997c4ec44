// The parts that lines of the campaign file are made of: keys with values, bold names, pairs, lists. Works on
// shielded text (escape.ts), so that escaped signs are not taken for the format's own.
import { NOTHING, plainText } from './escape.ts';
import type { SavePossession } from './save-document.ts';

/** A list item's sign, of any style. */
export const BULLET = /^(?:[-*•◦▪‣+–—]|\d{1,6}[.)])\s+/u;

/** Between a trigger and its effect. */
export const ARROW = /\s{0,4}(?:→|->|=>)\s{0,4}/u;

/** `**Session 12:** rest`, bold or not. */
export const DUE = /^(?:\*\*)?Session\s+([\w?]{1,9})\s{0,2}:?(?:\*\*)?:?\s*(.*)$/isu;

/** The value of an unfilled template, `[Campaign Name]`, is not a value. */
export const isPlaceholder = (text: string): boolean => /^\[[^\]\n]*\]$/.test(text);

/** Keys compare without regard to case and spacing. */
export const normalKey = (key: string): string => key.toLowerCase().replace(/\s+/g, ' ').trim();

const BOLD_KEY = /^\*\*([^*:\u{F0000}-\u{F00FF}]{1,60})(?::\s?\*\*|\*\*\s?:)\s*(.*)$/su;
const BARE_KEY = /^([A-Za-z][A-Za-z/ ]{0,40}):\s*(.*)$/su;

export interface KeyedLine {
  /** Normalised. */
  key: string;
  value: string;
  isBold: boolean;
}

/** `**Key:** value` or `Key: value`; null for any other line. */
export const readKeyed = (text: string): KeyedLine | null => {
  const bold = BOLD_KEY.exec(text);
  if (bold) return { key: normalKey(bold[1]!), value: bold[2]!, isBold: true };
  const bare = BARE_KEY.exec(text);
  return bare ? { key: normalKey(bare[1]!), value: bare[2]!, isBold: false } : null;
};

/** A value as its writer meant it; empty for a placeholder. */
export const valueOf = (shielded: string | undefined): string => {
  const text = (shielded ?? '').trim();
  return isPlaceholder(text) ? '' : plainText(text);
};

/** The name an item starts with, in bold or up to the first pipe, and the rest of the line. */
export const readName = (body: string): { name: string; rest: string } => {
  const bold = /^\*\*(.+?)\*\*:?\s*(.*)$/su.exec(body);
  if (bold) return { name: valueOf(bold[1]), rest: bold[2]! };
  const pipe = body.search(/\s{0,4}\|/u);
  return pipe === -1
    ? { name: valueOf(body), rest: '' }
    : { name: valueOf(body.slice(0, pipe)), rest: body.slice(pipe) };
};

/** The key of words that have none. */
const NOTE_KEY = 'Note';

/** Adds a value to those of a key: a key may come twice. */
export const addExtra = (extras: Record<string, string>, key: string, value: string): void => {
  extras[key] = [extras[key], value].filter(Boolean).join('\n');
};

/** `| Key: value | Key: value`. */
export interface ItemPairs {
  /** The value of a normalised key. */
  get(key: string): string | undefined;
  /** The values of all other keys, by the key as it is in the file; words without a key are a note. */
  without(keys: readonly string[]): { more?: Record<string, string> };
}

export const readPairs = (rest: string): ItemPairs => {
  const pairs = rest.split('|').flatMap((piece): (readonly [string, string])[] => {
    const colon = piece.indexOf(':');
    if (colon === -1) return piece.trim() === '' ? [] : [[NOTE_KEY, valueOf(piece)]];
    return [[plainText(piece.slice(0, colon)), valueOf(piece.slice(colon + 1))]];
  });
  return {
    get: (key) => pairs.findLast(([name]) => normalKey(name) === key)?.[1],
    without: (keys) => {
      const more: Record<string, string> = {};
      for (const [name, value] of pairs)
        if (!keys.includes(normalKey(name)) && value !== '') addExtra(more, name, value);
      return Object.keys(more).length > 0 ? { more } : {};
    },
  };
};

/** A semicolon right after `&#8594` or `&amp` belongs to the entity. */
const endsEntity = (text: string, at: number): boolean => /&#?\w{1,8}$/.test(text.slice(Math.max(0, at - 10), at));

/** A list on one line, still shielded: separated by semicolons, else by commas, and never within brackets. */
export const readEntries = (shielded: string): string[] => {
  const text = shielded.trim();
  if (text === '' || isPlaceholder(text) || NOTHING.test(text)) return [];
  const separator = text.includes(';') ? ';' : ',';
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth = Math.max(0, depth - 1);
    else if (sign === separator && depth === 0 && !(separator === ';' && endsEntity(text, i))) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
};

/** `Name ×3 (detail)`. */
export const readPossession = (shielded: string): SavePossession => {
  const detail = /^(.*?)\s*\(([^()]*)\)$/su.exec(shielded);
  const main = detail ? detail[1]! : shielded;
  const count = /^(.*?)\s*[×x](\d{1,6})$/su.exec(main);
  return {
    name: plainText(count ? count[1]! : main),
    amount: count ? Number(count[2]) : 1,
    detail: detail ? plainText(detail[2]!) : '',
  };
};
