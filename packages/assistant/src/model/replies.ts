// Owns reading what models write: the JSON in a text, the calls in a text (each family of models has its own way), and the text
// without what was thought aloud. Never throws; what cannot be read is nothing.
import type { ModelCall } from './language-model.ts';

/** Longest reply that is looked at, UTF-16 units. */
const REPLY_MAX = 60_000;
/** Openings without an end that are followed to the end of a reply: each costs a walk through all of it. */
const UNENDED_MAX = 60;

/** Without thoughts, marks of roles and fences of a whole answer; cut to `most`. */
export const plainReply = (text: string, most = 6000): string =>
  text
    .slice(0, REPLY_MAX)
    .replace(/<(think|thinking|reasoning|scratchpad)>[\s\S]*?(?:<\/\1>|$)/gi, '')
    .replace(/^[\s\S]*?<\/(?:think|thinking|reasoning)>/i, '')
    .replace(/<\|[^|>\n]{1,40}\|>|\[\/?INST\]|<\/?s>/g, '')
    .trim()
    .slice(0, most)
    .trim();

/** The end of the value that begins at `start` with { or [; -1 where it never ends. */
const endOf = (text: string, start: number): number => {
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

const parse = (text: string): unknown => {
  for (const attempt of [
    text,
    text.replace(/,\s*([}\]])/g, '$1'),
    text
      .replace(/,\s*([}\]])/g, '$1')
      .replace(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":')
      .replace(/'/g, '"'),
  ]) {
    try {
      return JSON.parse(attempt) as unknown;
    } catch {
      // The next attempt forgives more.
    }
  }
  return undefined;
};

/** Every JSON object or list in a text, outermost, with where it stands; what is cut off in the middle is closed where that helps. */
export const jsonIn = (text: string): { value: unknown; start: number; end: number }[] => {
  const found: { value: unknown; start: number; end: number }[] = [];
  const said = text.slice(0, REPLY_MAX);
  let unended = 0;
  for (let at = 0; at < said.length && found.length < 50 && unended < UNENDED_MAX; at++) {
    if (said[at] !== '{' && said[at] !== '[') continue;
    const end = endOf(said, at);
    if (end === -1) {
      unended += 1;
      continue;
    }
    const value = parse(said.slice(at, end));
    if (value === undefined || typeof value !== 'object') continue;
    found.push({ value, start: at, end });
    at = end - 1;
  }
  return found;
};

/** A list that was broken off in the middle: its whole members. */
export const listIn = (text: string, key: string): unknown[] => {
  for (const { value } of jsonIn(text)) {
    if (Array.isArray(value)) return value;
    const inner = (value as Record<string, unknown> | null)?.[key];
    if (Array.isArray(inner)) return inner;
  }
  const start = text.indexOf('[');
  if (start === -1) return [];
  return jsonIn(text.slice(start + 1)).map((each) => each.value);
};

const asCall = (value: unknown, known: ReadonlySet<string>): Omit<ModelCall, 'id'> | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const v = value as Record<string, unknown>;
  const inner =
    typeof v['function'] === 'object' && v['function'] !== null ? (v['function'] as Record<string, unknown>) : v;
  const name = inner['name'] ?? v['tool'] ?? v['tool_name'] ?? v['function'] ?? v['action'];
  if (typeof name !== 'string' || !known.has(name)) return null;
  const raw =
    inner['arguments'] ??
    inner['parameters'] ??
    inner['input'] ??
    inner['args'] ??
    v['tool_input'] ??
    v['action_input'] ??
    {};
  return { name, input: typeof raw === 'string' ? (parse(raw) ?? {}) : raw };
};

/** Calls of known tools that stand in a text, and the text without them. For models whose server does not tell them apart. */
export const callsIn = (text: string, known: ReadonlySet<string>): { calls: ModelCall[]; text: string } => {
  const calls: ModelCall[] = [];
  let rest = '';
  let at = 0;
  for (const { value, start, end } of jsonIn(text)) {
    const members = (Array.isArray(value) ? value : [value]).map((each) => asCall(each, known));
    if (members.some((m) => m === null)) continue;
    for (const member of members) if (member) calls.push({ ...member, id: `text-${calls.length + 1}` });
    rest += text.slice(at, start);
    at = end;
  }
  // search(query="…") and <function=search>{…}</function>, which some small models write.
  const left = (rest + text.slice(at)).replace(
    /(?:<function=)?\b([A-Za-z]+)\s*(?:>|\()\s*(\{[\s\S]*?\}|(?:\w+\s*[=:]\s*"[^"\n]*"\s*,?\s*)+)\s*(?:\)|<\/function>)/g,
    (whole, name: string, args: string) => {
      if (!known.has(name)) return whole;
      const input = args.startsWith('{')
        ? parse(args)
        : Object.fromEntries([...args.matchAll(/(\w+)\s*[=:]\s*"([^"\n]*)"/g)].map(([, key, value]) => [key, value]));
      calls.push({ id: `text-${calls.length + 1}`, name, input: input ?? {} });
      return '';
    },
  );
  if (calls.length === 0) return { calls, text };
  return {
    calls,
    text: left
      .replace(
        /<\/?tool_calls?>|\[\/?TOOL_CALLS?\]|```(?:json|tool_call|tool_code)?|<\|tool▁calls?▁(?:begin|end)\|>/gi,
        '',
      )
      .trim(),
  };
};
