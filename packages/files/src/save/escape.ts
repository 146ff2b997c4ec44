// Owns what keeps a GM's words apart from the save file's own signs (T-7): a marker, a pipe or an arrow that somebody typed
// comes back as it was. Escapes are those of Markdown, so that the file reads well wherever it is shown.
import { COMPANION_KEYS, DECISION_KEYS, HOOK_KEYS, PLACE_KEYS, QUEST_KEYS } from './save-document.ts';

const LIKE_A_KEY = new RegExp(
  `^(${[...COMPANION_KEYS, ...PLACE_KEYS, ...QUEST_KEYS, ...DECISION_KEYS, ...HOOK_KEYS].map(([key]) => key).join('|')}|GAUGES|SETTINGS):`,
  'i',
);

/** One line of the file from a text of any form; line breaks become `<br>`. */
export const escapeText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/&(?=#|[a-z]+;)/gi, '&amp;')
    .replace(/[\u{F0000}-\u{F00FF}]/gu, (c) => `&#${c.codePointAt(0)};`)
    .replace(/[\\|*<>]/g, '\\$&')
    .replace(
      /(^|\s)(#|[-+•–—](?=\s|$)|\d+[.)](?=\s|$))/g,
      (_, space: string, sign: string) =>
        space + (/^[•–—]$/.test(sign) ? `&#${sign.charCodeAt(0)};` : `${sign.slice(0, -1)}\\${sign.slice(-1)}`),
    )
    .replace(LIKE_A_KEY, '$1\\:')
    .replace(/^\[([^\]\n]*)\]$/, '\\[$1]')
    .replace(/↔/g, '&#8596;')
    .replace(/→/g, '&#8594;')
    .replace(/\n/g, '<br>');

/** Words that say that a list is empty. */
export const NOTHING = /^(?:none|-|—|n\/a)$/i;

/** For a list on one line: what parts its entries, counts them and says more of them is escaped too. */
export const escapeEntry = (text: string): string =>
  NOTHING.test(text.trim())
    ? `&#${text.trim().charCodeAt(0)};${text.trim().slice(1)}`
    : escapeText(text)
        .replace(/&(?:#\d+|amp);|[;,()]/g, (found) => (found.length > 1 ? found : `\\${found}`))
        .replace(/[×x](?=\d{1,6}$)/g, (sign) => `&#${sign.charCodeAt(0)};`);

const PUNCTUATION = /\\([!-/:-@[-`{-~])/g;

/** Escaped signs are put out of sight, so that no rule takes them for its own; {@link plainText} brings them back. */
export const shield = (line: string): string =>
  line.includes('\\')
    ? line.replace(PUNCTUATION, (_, sign: string) => String.fromCodePoint(0xf0000 + sign.charCodeAt(0)))
    : line;

/** A shielded piece as it stands in the file. */
export const rawText = (shielded: string): string =>
  shielded.replace(
    /[\u{F0000}-\u{F00FF}]/gu,
    (c) => `\\${String.fromCharCode((c.codePointAt(0) as number) - 0xf0000)}`,
  );

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  nbsp: ' ',
  harr: '↔',
  rarr: '→',
};

/** A shielded piece of a line as its writer meant it. */
export const plainText = (shielded: string): string =>
  shielded
    .replace(
      /<br\s?\/?>|&(?:#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp|harr|rarr));|[\u{F0000}-\u{F00FF}]/giu,
      (found, code: string | undefined, name: string | undefined) => {
        if (code !== undefined)
          return Number(code) <= 0x10ffff && Number(code) > 0 ? String.fromCodePoint(Number(code)) : found;
        if (name !== undefined) return NAMED[name.toLowerCase()] ?? found;
        return found.startsWith('<') ? '\n' : String.fromCharCode((found.codePointAt(0) as number) - 0xf0000);
      },
    )
    .trim();
