// Reads what models write: JSON in a text, calls in a text (each family of models has its own format), and the text
// without the model's thoughts. Never throws; whatever cannot be read is ignored.
import type { ModelCall } from './language-model.ts';

/** Longest reply that is read, UTF-16 units. */
const REPLY_MAX = 60_000;
/** Characters that are looked at in one reply: openings without an end, and those of no JSON, are looked at again. */
const SCANNED_MAX = 60 * REPLY_MAX;
/** JSON values that are read from one reply. */
const VALUES_MAX = 50;

/** The reply without thoughts, role marks and tags, cut to `most` UTF-16 units. */
export const plainReply = (text: string, most = 6000): string =>
  text
    .slice(0, REPLY_MAX)
    .replace(/<(think|thinking|reasoning|scratchpad)>[\s\S]*?(?:<\/\1>|$)/gi, '')
    .replace(/^[\s\S]*?<\/(?:think|thinking|reasoning)>/i, '')
    .replace(/<\|[^|>\n]{1,40}\|>|\[\/?INST\]|<\/?s>/g, '')
    .trim()
    .slice(0, most)
    .trim();

/** Offset behind the value that begins at `start` with { or [; -1 where it never ends. */
const endOfValue = (text: string, start: number): number => {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (isString) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isString = false;
    } else if (sign === '"') isString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if ((sign === '}' || sign === ']') && (depth -= 1) === 0) return at + 1;
  }
  return -1;
};

/** Parses JSON, forgiving more with each attempt: trailing commas, then bare keys and single quotes. */
const parse = (text: string): unknown => {
  const withoutCommas = text.replace(/,\s*([}\]])/g, '$1');
  const quoted = withoutCommas.replace(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":').replace(/'/g, '"');
  for (const attempt of [text, withoutCommas, quoted]) {
    try {
      return JSON.parse(attempt) as unknown;
    } catch {
      // The next attempt forgives more.
    }
  }
  return undefined;
};

/** Every outermost JSON object or list of a text, with its offsets. */
export const jsonIn = (text: string): { value: unknown; start: number; end: number }[] => {
  const found: { value: unknown; start: number; end: number }[] = [];
  const reply = text.slice(0, REPLY_MAX);
  let scanned = 0;
  for (let at = 0; at < reply.length && found.length < VALUES_MAX && scanned < SCANNED_MAX; at++) {
    if (reply[at] !== '{' && reply[at] !== '[') continue;
    const end = endOfValue(reply, at);
    scanned += (end === -1 ? reply.length : end) - at;
    if (end === -1) continue;
    const value = parse(reply.slice(at, end));
    if (value === undefined || typeof value !== 'object') continue;
    found.push({ value, start: at, end });
    at = end - 1;
  }
  return found;
};

/** The first list of a text, by itself or under `key`; of a list that breaks off, its whole members. */
export const listIn = (text: string, key: string): unknown[] => {
  for (const { value } of jsonIn(text)) {
    if (Array.isArray(value)) return value;
    const list = (value as Record<string, unknown> | null)?.[key];
    if (Array.isArray(list)) return list;
  }
  const start = text.indexOf('[');
  return start === -1 ? [] : jsonIn(text.slice(start + 1)).map(({ value }) => value);
};

/** A call in any of the forms that families of models write, or null where the value is none or its tool is unknown. */
const asCall = (value: unknown, known: ReadonlySet<string>): Omit<ModelCall, 'id'> | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const outer = value as Record<string, unknown>;
  const inner =
    typeof outer['function'] === 'object' && outer['function'] !== null
      ? (outer['function'] as Record<string, unknown>)
      : outer;
  const name = inner['name'] ?? outer['tool'] ?? outer['tool_name'] ?? outer['function'] ?? outer['action'];
  if (typeof name !== 'string' || !known.has(name)) return null;
  const input =
    inner['arguments'] ??
    inner['parameters'] ??
    inner['input'] ??
    inner['args'] ??
    outer['tool_input'] ??
    outer['action_input'] ??
    {};
  return { name, input: typeof input === 'string' ? (parse(input) ?? {}) : input };
};

/** One argument of `search(query="…", limit="3")`. */
const ARGUMENT = String.raw`\w+\s*[=:]\s*"[^"\n]*"`;

/**
 * `search(query="…")` and `<function=search>{…}</function>`, which some small models write. No run of blanks matches in
 * two ways: 4,000 of them would take a quarter of a minute.
 */
const CALL_IN_WORDS = new RegExp(
  [
    String.raw`(?:<function=)?\b([A-Za-z]{1,60})\s*(?:>|\()\s*`,
    String.raw`(\{[\s\S]{0,10000}?\}|${ARGUMENT}(?:\s*(?:,\s*)?${ARGUMENT})*(?:\s*,)?)\s*(?:\)|<\/function>)`,
  ].join(''),
  'g',
);
const CALL_MARKS =
  /<\/?tool_calls?>|\[\/?TOOL_CALLS?\]|```(?:json|tool_call|tool_code)?|<\|tool▁calls?▁(?:begin|end)\|>/gi;

const argumentsIn = (text: string): unknown =>
  text.startsWith('{')
    ? parse(text)
    : Object.fromEntries([...text.matchAll(/(\w+)\s*[=:]\s*"([^"\n]*)"/g)].map(([, key, value]) => [key, value]));

/** Calls of known tools in a text, and the text without them. For models whose server does not tell the two apart. */
export const callsIn = (text: string, known: ReadonlySet<string>): { calls: ModelCall[]; text: string } => {
  const calls: ModelCall[] = [];
  const add = (call: Omit<ModelCall, 'id'>): void => {
    calls.push({ ...call, id: `text-${calls.length + 1}` });
  };
  let rest = '';
  let at = 0;
  for (const { value, start, end } of jsonIn(text)) {
    const members = (Array.isArray(value) ? value : [value]).map((each) => asCall(each, known));
    if (members.some((member) => member === null)) continue;
    for (const member of members) if (member) add(member);
    rest += text.slice(at, start);
    at = end;
  }
  const left = (rest + text.slice(at)).replace(CALL_IN_WORDS, (whole, name: string, args: string) => {
    if (!known.has(name)) return whole;
    add({ name, input: argumentsIn(args) ?? {} });
    return '';
  });
  return calls.length === 0 ? { calls, text } : { calls, text: left.replace(CALL_MARKS, '').trim() };
};
