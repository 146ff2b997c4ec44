// Keeps a GM's words apart from the signs of the campaign file (T-7): a marker, pipe or arrow that a GM typed is
// read back as typed. The escapes are those of Markdown, so the file reads well wherever it is shown.
import { COMPANION_KEYS, DECISION_KEYS, HOOK_KEYS, LOCATION_KEYS, QUEST_KEYS } from './save-document.ts';

const KEYS = [...COMPANION_KEYS, ...LOCATION_KEYS, ...QUEST_KEYS, ...DECISION_KEYS, ...HOOK_KEYS].map(([key]) => key);
const KEY_AT_START = new RegExp(`^(${[...KEYS, 'GAUGES', 'SETTINGS'].join('|')}):`, 'i');

/** A heading, bullet or list number, at the start or after a space. */
const LIST_SIGN = /(^|\s)(#|[-+•–—](?=\s|$)|\d+[.)](?=\s|$))/g;

/**
 * Characters of the private use area that stand for escaped signs while a line is read: U+F0000 plus the sign's code.
 */
const SHIELD_BASE = 0xf0000;
const SHIELDED = /[\u{F0000}-\u{F00FF}]/gu;

const entity = (character: string): string => `&#${character.codePointAt(0)};`;
const unshielded = (character: string): string =>
  String.fromCharCode((character.codePointAt(0) as number) - SHIELD_BASE);

/** Markdown has no backslash escape for the bullets that are not ASCII. */
const escapeListSign = (_: string, space: string, sign: string): string =>
  space + (/^[•–—]$/.test(sign) ? entity(sign) : `${sign.slice(0, -1)}\\${sign.slice(-1)}`);

/** A text of any form as one line of the file; line breaks become `<br>`. */
export const escapeText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/&(?=#|[a-z]+;)/gi, '&amp;')
    .replace(SHIELDED, entity)
    .replace(/[\\|*<>]/g, '\\$&')
    .replace(LIST_SIGN, escapeListSign)
    .replace(KEY_AT_START, '$1\\:')
    // An unfilled template's value is in square brackets.
    .replace(/^\[([^\]\n]*)\]$/, '\\[$1]')
    .replace(/[↔→]/g, entity)
    .replace(/\n/g, '<br>');

/** Words for an empty list. */
export const NOTHING = /^(?:none|-|—|n\/a)$/i;

/** An entry of a list on one line: separators, brackets and a count at the end are escaped, too. */
export const escapeEntry = (text: string): string => {
  const trimmed = text.trim();
  if (NOTHING.test(trimmed)) return `&#${trimmed.charCodeAt(0)};${trimmed.slice(1)}`;
  return (
    escapeText(text)
      // With the separator behind it, it would read as an entity.
      .replace(/&(?=#?\w+$)/, '&amp;')
      .replace(/&(?:#\d+|amp);|[;,()]/g, (found) => (found.length > 1 ? found : `\\${found}`))
      .replace(/[×x](?=\d{1,6}$)/g, entity)
  );
};

const ESCAPED_SIGN = /\\([!-/:-@[-`{-~])/g;

/** Hides escaped signs from the rules that read a line; {@link plainText} and {@link rawText} bring them back. */
export const shield = (line: string): string =>
  line.includes('\\')
    ? line.replace(ESCAPED_SIGN, (_, sign: string) => String.fromCodePoint(SHIELD_BASE + sign.charCodeAt(0)))
    : line;

/** A shielded piece as it was in the file. */
export const rawText = (shielded: string): string => shielded.replace(SHIELDED, (c) => `\\${unshielded(c)}`);

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  nbsp: ' ',
  harr: '↔',
  rarr: '→',
};

const ESCAPE = new RegExp(
  [
    String.raw`<br\s?\/?>`,
    String.raw`&(?:#(\d{1,7})|(${Object.keys(NAMED_ENTITIES).join('|')}));`,
    String.raw`[\u{F0000}-\u{F00FF}]`,
  ].join('|'),
  'giu',
);

const characterOf = (code: number, otherwise: string): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;

/** A shielded piece as its writer meant it. */
export const plainText = (shielded: string): string =>
  shielded
    .replace(ESCAPE, (found, code: string | undefined, name: string | undefined) => {
      if (code !== undefined) return characterOf(Number(code), found);
      if (name !== undefined) return NAMED_ENTITIES[name.toLowerCase()] ?? found;
      return found.startsWith('<') ? '\n' : unshielded(found);
    })
    .trim();
