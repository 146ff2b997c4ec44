// What the intent model reads in a message: hashed word and letter n-grams, with known names replaced by their type, and
// what the patterns and the message before say of it. Pure: the same features on every device, in training and in use.
import { foldText } from '@emberkeep/domain';
import { namedIn } from '../find-names.ts';
import { guard } from '../guards.ts';
import type { KnownName, MessageContext } from '../intents.ts';
import { isQuestion } from '../phrasing.ts';
import { recognise } from '../recognise.ts';

/** Hashed features share this many weights of an intent: a power of two. */
export const BUCKETS = 4096;
/** Lengths of the letter n-grams within a word. */
const LETTERS_MIN = 3;
const LETTERS_MAX = 5;
/** Longest message that is read, in words: a request is said within them. */
const WORDS_MAX = 60;

/** FNV-1a over UTF-16 units, folded into a bucket. */
const bucketOf = (feature: string): number => {
  let hash = 2166136261;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 16777619);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
};

/** Names of the campaign as the type of what they name, so that what is learned of one campaign holds in another. */
const withoutNames = (text: string, named: readonly KnownName[]): string => {
  const forms = named
    .flatMap(({ name, aliases, type }) => [name, ...aliases].map((form) => [foldText(form), type] as const))
    .sort(([a], [b]) => b.length - a.length);
  return forms.reduce((rest, [form, type]) => rest.split(form).join(` known${type} `), foldText(text));
};

/** Words, numbers as one, and the signs that requests, quotations and questions are told by. */
const tokensOf = (text: string): string[] =>
  (
    text
      .replace(/[’‘]/g, "'")
      .replace(/[“”«»]/g, '"')
      .match(/\p{L}+(?:'\p{L}+)?|\d+|["?!:;/+→=#(–-]/gu) ?? []
  )
    .slice(0, WORDS_MAX)
    .map((token) => (/^\d+$/.test(token) ? '0' : token));

const lettersOf = (word: string): string[] => {
  const padded = `<${word}>`;
  const grams: string[] = [];
  for (let length = LETTERS_MIN; length <= LETTERS_MAX; length++)
    for (let at = 0; at + length <= padded.length; at++) grams.push(`c ${padded.slice(at, at + length)}`);
  return grams;
};

const ngramsOf = (tokens: readonly string[]): string[] =>
  tokens.flatMap((token, n) => [
    `w ${token}`,
    `b ${tokens[n - 1] ?? '^'} ${token}`,
    ...(n > 1 ? [`s ${tokens[n - 2]} ${token}`] : []),
    ...lettersOf(token),
  ]);

/** What the last answer was: the message may save it, accept it, or ask for another. */
const previousKind = (previous: string): string => {
  if (previous === '') return 'none';
  if (/^(?:Added|Logged)\b/.test(previous)) return 'made';
  return /\?\s*$/.test(previous) ? 'asked' : /\d/.test(previous) ? 'figures' : 'told';
};

/** What the patterns make of the message, and its shape, as features rather than verdicts. */
const cuesOf = (text: string, tokens: readonly string[], context: MessageContext): string[] => {
  const previous = previousKind(context.previous);
  const found = recognise(text, context);
  return [
    `q guard ${guard(text, context.names) ?? 'none'}`,
    `q pattern ${found?.intent ?? 'none'}`,
    `q pattern ${found?.intent ?? 'none'} ${found?.isSure ?? ''}`,
    `q question ${isQuestion(text)}`,
    `q previous ${previous}`,
    `q previous ${previous} ${tokens.length < 7}`,
    `q length ${Math.min(6, Math.floor(Math.sqrt(tokens.length)))}`,
    `q first ${tokens[0] ?? ''}`,
    `q last ${tokens.at(-1) ?? ''}`,
    `q named ${namedIn(text, context.names)
      .map(({ type }) => type)
      .slice(0, 2)
      .join(' ')}`,
  ];
};

/** Buckets of a message's features, each once, in ascending order. */
export const featuresOf = (text: string, context: MessageContext): number[] => {
  const named = namedIn(text, context.names);
  const tokens = tokensOf(withoutNames(text, named).toLowerCase());
  const features = [...ngramsOf(tokens), ...cuesOf(text, tokens, context)];
  return [...new Set(features.map(bucketOf))].sort((a, b) => a - b);
};
