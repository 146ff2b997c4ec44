// The YAML front matter of a Markdown note: split from the body, parsed without trusting it, and written.
import { parse, stringify } from 'yaml';

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/;
/** Longest front matter that is parsed, UTF-16 units. */
const MAX_LENGTH = 200_000;
/** `key: [[Link]]` or `- [[Link]]`: people leave out the quotes, and YAML reads a list in a list. */
const UNQUOTED_LINK = /^([ \t]*(?:-|[^\s:][^:\n]*:)[ \t]+)(\[\[[^\n]*\]\])[ \t]*$/gm;

export interface SplitNote {
  /** Null if there is no front matter or it cannot be read; `body` is the whole text then. */
  data: Readonly<Record<string, unknown>> | null;
  body: string;
  /** True if there is front matter that is not YAML. */
  isBroken: boolean;
}

export const splitFrontMatter = (text: string): SplitNote => {
  const match = FRONT_MATTER.exec(text);
  const yaml = match?.[1] ?? '';
  if (!match || yaml.length > MAX_LENGTH) return { data: null, body: text, isBroken: false };
  try {
    const quoted = yaml.replace(UNQUOTED_LINK, (_, key: string, link: string) => `${key}${JSON.stringify(link)}`);
    // Few aliases: YAML can expand a few lines into gigabytes.
    const data = parse(quoted, { uniqueKeys: false, maxAliasCount: 20, logLevel: 'error', schema: 'core' }) as unknown;
    if (typeof data !== 'object' || Array.isArray(data)) return { data: null, body: text, isBroken: false };
    return { data: (data ?? {}) as Record<string, unknown>, body: text.slice(match[0].length), isBroken: false };
  } catch {
    return { data: null, body: text, isBroken: true };
  }
};

export const writeFrontMatter = (data: Readonly<Record<string, unknown>>): string =>
  `---\n${stringify(data, { lineWidth: 0 })}---\n`;

/** A value as short text: lists separated by commas, deeper structures as JSON. */
export const wordsOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object'))
    return value.map(wordsOf).filter(Boolean).join(', ');
  return JSON.stringify(value);
};

/** A value as a list of texts: a YAML list, or one line with commas. */
export const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(wordsOf) : wordsOf(value).split(',')).map((w) => w.trim()).filter(Boolean);
