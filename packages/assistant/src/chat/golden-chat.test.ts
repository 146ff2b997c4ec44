// Pins what the chat and the recap make of every labelled set in this package. `testing/golden-chat.json` holds a
// digest of each result; a change of behaviour, however small, fails here and names the line that changed.
//
// To accept an intended change, run this file with EMBERKEEP_RENEW_GOLDEN=1: it rewrites the fixture and then fails, so
// that the difference in the fixture is read before it is committed.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namesOf, readChatPassages, readChatPrompts, type ChatPrompt } from '../../testing/chat-prompts.ts';
import { readLabelledNotes } from '../../testing/labelled-notes.ts';
import { readRecapNotes } from '../../testing/recap-notes.ts';
import { sampleRecapSource } from '../../testing/sample-recap-source.ts';
import { scriptedModel } from '../../testing/scripted-model.ts';
import { analyseWithModel } from '../model/analyse-with-model.ts';
import { converse, chatInstructions, type ModelChatRequest } from '../model/converse.ts';
import { retellWithModel } from '../model/retell.ts';
import { CHAT_TOOLS } from '../model/tools.ts';
import * as notePhrases from '../recap/note-phrases.ts';
import { previouslyText } from '../recap/previously-text.ts';
import { previously } from '../recap/previously.ts';
import { recapNotes, recapText } from '../recap/recap-notes.ts';
import { sourceForPlayers } from '../recap/recap-source.ts';
import { respond, type AgentPorts } from './answer-by-rules.ts';
import { contentWords } from './question.ts';
import { understand } from './understand.ts';
import * as guardPhrases from './vocabulary/guard-phrases.ts';
import * as intentPhrases from './vocabulary/intent-phrases.ts';
import { PARTY } from './vocabulary/movement.ts';
import * as namePhrases from './vocabulary/name-phrases.ts';
import * as questionPhrases from './vocabulary/question-phrases.ts';
import * as replyPhrases from './vocabulary/reply-phrases.ts';
import * as requestPhrases from './vocabulary/request-phrases.ts';
import * as scenePhrases from './vocabulary/scene-phrases.ts';

const FIXTURE = new URL('../../testing/golden-chat.json', import.meta.url);
const RENEW = process.env['EMBERKEEP_RENEW_GOLDEN'] === '1';

/** Digests by name, in sections. */
type Golden = Record<string, Record<string, string>>;

const read = (name: string): string => readFileSync(new URL(`../../testing/${name}`, import.meta.url), 'utf8');

/** JSON with sorted keys: the order of keys is not behaviour. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) ?? 'undefined';

const digest = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 12);

const SYSTEMS = ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd'];
// The first set: two voices.
const prompts = ['plain', 'messy'].flatMap((voice) => readChatPrompts(read(`chat/voices/${voice}.txt`), voice));
const passages = readChatPassages(read('chat/passages.txt'));
const neverWritten = read('chat/never.txt')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'));
const recaps = [
  ...readRecapNotes(read('recaps/notes.txt')),
  ...SYSTEMS.flatMap((system) => readLabelledNotes(read(`notes/${system}.txt`), system)),
];

/** Matched by patterns that match nothing in the sets. */
const EXTRA_LINES = [
  'the ferryman',
  'Create a tavern',
  'make us another small village.',
  'That night rode off to the mill',
  'In the morning, found the door open',
];

/** Every text of every set, line by line. New lines go to the end: digests contain line numbers. */
const LINES = [
  ...prompts.flatMap(({ text, previousAssistant }) => [text, ...previousAssistant.split('\n')]),
  ...passages.flatMap(({ title, text }) => [title, text]),
  ...neverWritten,
  ...recaps.flatMap(({ input }) => input.text.split('\n')),
  ...EXTRA_LINES,
];

const MODULES = {
  chat: {
    ...requestPhrases,
    ...guardPhrases,
    ...intentPhrases,
    ...scenePhrases,
    ...namePhrases,
    ...replyPhrases,
    ...questionPhrases,
  },
  recap: notePhrases,
};
const TRAVELLERS = `(?:${PARTY}|Brother Tam|Mira)`;
const PATTERNS: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(
    Object.entries(MODULES).flatMap(([folder, exports]) =>
      Object.entries(exports).flatMap(([name, value]): [string, RegExp][] =>
        value instanceof RegExp ? [[`${folder} ${name}`, value]] : [],
      ),
    ),
  ),
  'chat goingPlainly': scenePhrases.goingPlainly(TRAVELLERS),
  'chat goingLoosely': scenePhrases.goingLoosely(TRAVELLERS),
  ...Object.fromEntries(
    questionPhrases.ANSWER_KINDS.flatMap(({ asks, answers }, n): [string, RegExp][] => [
      [`chat ANSWER_KINDS ${n} asks`, asks],
      [`chat ANSWER_KINDS ${n} answers`, answers],
    ]),
  ),
  ...Object.fromEntries(
    namePhrases.TYPE_PATTERNS.map(([pattern, type]): [string, RegExp] => [`chat TYPE_PATTERNS ${type}`, pattern]),
  ),
};

/** How often a pattern matches in all lines, and a digest of every [line, index, matched text, groups]. */
const matchesOf = (pattern: RegExp): string => {
  const everywhere = new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
  const found = LINES.flatMap((line, n) =>
    [...line.matchAll(everywhere)].map((match) => [n, match.index, ...match.map((group) => group ?? null)]),
  );
  return `${found.length} ${digest(found)}`;
};

/** Finds passages by shared words: enough for `respond` to have something to quote. */
const portsFor = (campaign: string): AgentPorts => ({
  search: async (query, limit) => {
    const asked = contentWords(query);
    return passages
      .filter((passage) => passage.campaign === campaign)
      .map((passage) => {
        const words = new Set(contentWords(`${passage.title} ${passage.text}`));
        return { passage, shared: asked.filter((word) => words.has(word)).length };
      })
      .filter(({ shared }) => shared > 0)
      .sort((a, b) => b.shared - a.shared)
      .slice(0, limit)
      .map(({ passage: { id, title, text } }) => ({ id, title, text }));
  },
  recap: async () => ({ text: 'They found the key.', citations: ['p2'] }),
  ties: (ids) => ids.map((id) => `tie of ${id}`),
});

const turnFor = ({ text, system, campaign, previousAssistant }: ChatPrompt) => ({
  text,
  system,
  names: namesOf(passages, campaign),
  previous: previousAssistant,
  seed: campaign,
});

const modelTurn = (text: string, system: string): ModelChatRequest => ({
  text,
  system,
  names: namesOf(passages, 'saltmere'),
  previous: '',
  seed: 'saltmere',
  talk: [],
  told: { names: namesOf(passages, 'saltmere'), ports: portsFor('saltmere') },
  lines: ['Spider'],
  veils: ['Torture'],
  tellsLimits: true,
});

const patterns = (): Record<string, string> =>
  Object.fromEntries(Object.entries(PATTERNS).map(([name, pattern]) => [name, matchesOf(pattern)]));

const understood = (): Record<string, string> => {
  const all = prompts.map((prompt) => [
    `${prompt.id} ${prompt.text}`,
    digest(understand(prompt.text, turnFor(prompt))),
  ]);
  const names = namesOf(passages, 'saltmere');
  const never = neverWritten.map((text, n) => [
    `never ${n + 1} ${text}`,
    digest(understand(text, { system: 'dnd-5e', names, previous: '' })),
  ]);
  return Object.fromEntries([...all, ...never]);
};

const answered = async (): Promise<Record<string, string>> => {
  const all: [string, string][] = [];
  for (const prompt of prompts)
    all.push([`${prompt.id} ${prompt.text}`, digest(await respond(turnFor(prompt), portsFor(prompt.campaign)))]);
  return Object.fromEntries(all);
};

const recapped = (): Record<string, string> => {
  const all = recaps.map(({ id, input }) => {
    const recap = recapNotes(input);
    return [id, digest([recap, recapText(recap)])];
  });
  const source = sampleRecapSource();
  const bare = { ...source, last: null, hooks: [], consequences: [] };
  const pages = Object.entries({
    gm: source,
    players: sourceForPlayers(source),
    'before the first session': bare,
    'a live scene': {
      ...source,
      last: { ...source.last!, scenes: source.last!.scenes.map((s) => ({ ...s, status: 'active' as const })) },
    },
    'no scenes': { ...source, last: { ...source.last!, scenes: [], summary: [], log: [], notes: '' } },
  }).flatMap(([name, each]) =>
    (['dramatic', 'plain'] as const).map((tone) => {
      const page = previously(each, tone);
      return [`previously: ${name}, ${tone}`, digest([page, previouslyText(page)])];
    }),
  );
  return Object.fromEntries([...all, ...pages]);
};

/** What models are told, word for word, and what is made of one reply. */
const asked = async (): Promise<Record<string, string>> => {
  const signal = new AbortController().signal;
  const out: Record<string, string> = { tools: digest(CHAT_TOOLS) };
  for (const system of [...SYSTEMS, 'custom']) {
    out[`instructions of the chat: ${system}`] = digest(chatInstructions(modelTurn('Who is Thale?', system)));
    const teller = scriptedModel('They fled.');
    await retellWithModel({ recap: 'They fled.', system, lines: ['Spider'], tellsLimits: true }, teller, signal);
    out[`instructions of retelling: ${system}`] = digest(teller.asked[0]);
  }
  const small = { ...scriptedModel('The vault is open.'), callsTools: false };
  out['instructions of a small model'] = digest([
    await converse(modelTurn('Where is the Heron Key?', 'dnd-5e'), portsFor('saltmere'), small, signal),
    small.asked[0],
  ]);
  for (const { id, input } of recaps) {
    const reader = scriptedModel(JSON.stringify({ items: repliesFor(input.text) }));
    const analysed = await analyseWithModel(input, [], reader, { signal, lines: ['Spider'], tellsLimits: true });
    out[`reading ${id}`] = digest([reader.asked.map(({ signal: _, ...request }) => request), analysed]);
  }
  return out;
};

/** A model that finds every capitalised pair of words, ties each to the next, and logs and titles every line. */
const repliesFor = (text: string): unknown[] => {
  const found = [...text.matchAll(/\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?/gu)].slice(0, 12).map((m) => m[0]);
  const types = ['npc', 'location', 'item', 'faction', 'god'];
  const ties = ['enemy', 'leads', 'member of', 'located-at', 'owns', 'constructor', 'knows'];
  const quote = (name: string): string => text.slice(text.indexOf(name), text.indexOf(name) + 60);
  return found.flatMap((name, n) => [
    { kind: 'entity', name, type: types[n % types.length], quote: quote(name) },
    { kind: 'tie', from: name, to: found[n + 1] ?? '', type: ties[n % ties.length], quote: quote(name) },
    { kind: 'log', about: name, text: quote(name), quote: quote(name) },
    ...(n % 4 === 0 ? [{ kind: 'scene', title: `Scene of ${name}`, type: 'combat', quote: quote(name) }] : []),
  ]);
};

const computed: Golden = {
  patterns: patterns(),
  understood: understood(),
  answered: await answered(),
  recapped: recapped(),
  asked: await asked(),
};
if (RENEW) writeFileSync(FIXTURE, `${JSON.stringify(computed, null, 2)}\n`);
const golden = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Golden;

describe('golden results of chat and recap', () => {
  it.each([
    ['patterns', 'patterns built from parts match what they matched before on every labelled set'],
    ['understood', 'every prompt is understood as it was before'],
    ['answered', 'every prompt is answered as it was before'],
    ['recapped', 'every recap of notes and every "Previously on…" page reads as it did before'],
    ['asked', 'models get the instructions they got before, and their replies are read as before'],
  ])('%s: %s', (section) => {
    expect(computed[section]).toEqual(golden[section]);
  });

  it('fails while EMBERKEEP_RENEW_GOLDEN is set, so that the rewritten fixture is read', () => {
    expect(RENEW).toBe(false);
  });
});
