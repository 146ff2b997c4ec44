// Owns the YAML at the head of a Markdown note: parted from the text, read without trusting it, and written.
import { parse, stringify } from 'yaml';

const FRONT = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/;

/** `data` is null where there is none or it cannot be read; then the text is whole. */
export const splitFrontMatter = (
  text: string,
): { data: Readonly<Record<string, unknown>> | null; body: string; isBroken: boolean } => {
  const match = FRONT.exec(text);
  if (!match || (match[1] ?? '').length > 200_000) return { data: null, body: text, isBroken: false };
  try {
    // Links as values are often written without quotes, which YAML reads as lists in lists.
    const data = parse(
      (match[1] ?? '').replace(
        /^(\s*(?:-|[^\s:][^:\n]*:)\s+)(\[\[[^\n]*\]\])\s*$/gm,
        (_, key: string, link: string) => `${key}${JSON.stringify(link)}`,
      ),
      { uniqueKeys: false, maxAliasCount: 20, logLevel: 'error', schema: 'core' },
    ) as unknown;
    if (data === null) return { data: {}, body: text.slice(match[0].length), isBroken: false };
    if (typeof data !== 'object' || Array.isArray(data)) return { data: null, body: text, isBroken: false };
    return { data: data as Record<string, unknown>, body: text.slice(match[0].length), isBroken: false };
  } catch {
    return { data: null, body: text, isBroken: true };
  }
};

export const writeFrontMatter = (data: Readonly<Record<string, unknown>>): string =>
  `---\n${stringify(data, { lineWidth: 0 })}---\n`;

/** A value as short words; lists by commas, deeper things as JSON. */
export const wordsOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value.trim()
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : value instanceof Date
          ? value.toISOString().slice(0, 10)
          : Array.isArray(value) && value.every((v) => typeof v !== 'object')
            ? value.map(wordsOf).filter(Boolean).join(', ')
            : JSON.stringify(value);

/** A value as a list of words: a list, or one line with commas. */
export const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(wordsOf) : wordsOf(value).split(',')).map((w) => w.trim()).filter(Boolean);
