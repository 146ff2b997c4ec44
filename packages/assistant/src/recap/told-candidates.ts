// Finds every sentence that a session's notes can tell, with a score for how much it matters. The recap chooses from
// these.
import { cutSentences, type AnalysisInput, type Span } from '@emberkeep/domain';
import { termsOf } from '../names/game-terms.ts';
import { findKnownNames } from '../names/known-names.ts';
import { findNewNames } from '../names/new-names.ts';
import { playersIn } from '../names/players.ts';
import { findScenes } from '../scenes/find-scenes.ts';
import { partsOf } from '../scenes/sections.ts';
import { countWords } from '../text.ts';
import { LASTING, WEIGHTY } from '../vocabulary/event-verbs.ts';
import { tellable } from './tellable.ts';

/** A sentence that can be told. `start` and `end` are UTF-16 offsets in the notes. */
export interface Candidate {
  text: string;
  start: number;
  end: number;
  /** Index of its scene; -1 before the first. */
  scene: number;
  words: number;
  score: number;
}

type Range = Pick<Span, 'start' | 'end'>;
type KnownEntity = AnalysisInput['knownEntities'][number];

const formsOf = ({ name, aliases }: KnownEntity): string[] => [name, ...aliases];

/** Capitals as in a title: "old hesk" is "Old Hesk", "lord of the mill" is "Lord of the Mill". */
const titleCase = (name: string): string =>
  name
    .replace(/(^|[\s'’-])(\p{Ll})/gu, (_, lead: string, letter: string) =>
      /['’]/.test(lead) ? lead + letter : lead + letter.toUpperCase(),
    )
    .replace(/\b(Of|The|And|In|At)\b/g, (word, _group, at: number) => (at === 0 ? word : word.toLowerCase()));

/** Sentences that a bracket with a full stop of its own cut in two, put together again. */
const rejoined = (text: string, sentences: readonly Span[]): Span[] => {
  const out: Span[] = [];
  for (const sentence of sentences) {
    const before = out.at(-1);
    const continues =
      before &&
      /^(?:and|but)\s/.test(sentence.text) &&
      /[)\]]$/.test(before.text) &&
      !text.slice(before.end, sentence.start).includes('\n');
    if (continues)
      out[out.length - 1] = { start: before.start, end: sentence.end, text: text.slice(before.start, sentence.end) };
    else out.push(sentence);
  }
  return out;
};

/** "Players: Jen (Odo), Mark (Sella)": names before a character's name in brackets, lower case. */
const bracketedPlayers = (text: string, characters: readonly string[]): string[] =>
  [...text.matchAll(/(\p{Lu}\p{L}+) \((\p{L}[\p{L} ]+)\)/gu)].flatMap(([, player = '', character = '']) =>
    characters.some((name) => name.toLowerCase().startsWith(character.toLowerCase())) ? [player.toLowerCase()] : [],
  );

/** Names of the people at the table, lower case, without those that characters have too. */
const playersOf = ({ text, knownEntities, players = [] }: AnalysisInput): Set<string> => {
  const names = knownEntities.map((entity) => entity.name);
  const found = new Set([
    ...playersIn(text),
    ...bracketedPlayers(text, names),
    ...players.map((player) => player.toLowerCase()),
  ]);
  for (const name of knownEntities.flatMap(formsOf)) found.delete(name.toLowerCase());
  return found;
};

/** Names of the notes: how each is spelt on screen, by its form in lower case, and every form that can occur. */
interface NoteNames {
  spelling: Map<string, string>;
  forms: string[];
}

const namesOf = (
  { text, gameSystem, knownEntities }: AnalysisInput,
  { admin, headings }: ReturnType<typeof partsOf>,
  players: ReadonlySet<string>,
): NoteNames => {
  const lower = text.toLowerCase();
  const known = findKnownNames(text, knownEntities);
  const terms = termsOf(gameSystem);
  const newNames = findNewNames({ text, known, linked: [], admin, headings, players, terms }).names.map(
    ({ name }) => name,
  );
  const byId = new Map(knownEntities.map((entity) => [entity.id, entity]));
  const mentions = known.map(({ start, end, key }) => ({ form: text.slice(start, end), entity: byId.get(key) }));

  const spelling = new Map<string, string>();
  for (const name of newNames) if (name === name.toLowerCase()) spelling.set(name, titleCase(name));
  for (const name of knownEntities.flatMap(formsOf)) {
    const isPlain = name === name.toLowerCase() && !/^(?:the|a|an|our|my) /.test(name);
    spelling.set(name.toLowerCase(), isPlain ? titleCase(name) : name);
  }
  // Parts of names as the notes have them: "hesk" for Old Hesk.
  for (const { form, entity } of mentions) {
    const isPerson = entity && (entity.type === 'npc' || entity.type === 'pc') && /\p{Lu}/u.test(entity.name);
    if (isPerson && !spelling.has(form.toLowerCase()) && !/^(?:the|a|an) /i.test(form))
      spelling.set(form.toLowerCase(), titleCase(form.toLowerCase()));
  }
  // A campaign has thousands of names and a note a dozen of them: the rest would only cost time.
  for (const form of spelling.keys()) if (!lower.includes(form)) spelling.delete(form);

  const forms = [...knownEntities.flatMap(formsOf), ...mentions.map(({ form }) => form), ...newNames]
    .filter((name) => lower.includes(name.toLowerCase()))
    .flatMap((name) => [name, spelling.get(name.toLowerCase()) ?? name]);
  return { spelling, forms };
};

/** How much a sentence matters: what weighs, what lasts, whom it names, player characters, and how late it comes. */
const scoreOf = (
  told: string,
  { position, names, characters }: { position: number; names: readonly string[]; characters: ReadonlySet<string> },
): number =>
  1 +
  (WEIGHTY.test(told) ? 1.2 : 0) +
  (LASTING.test(told) ? 0.8 : 0) +
  Math.min(2, names.filter((name) => told.includes(name)).length) * 0.6 +
  ([...characters].some((name) => told.includes(name)) ? 0.4 : 0) +
  position * 0.8;

const isWithin = (ranges: readonly Range[], { start, end }: Range): boolean =>
  ranges.some((range) => start < range.end && end > range.start);

/** What the notes tell, in their order. */
export const candidatesOf = (input: AnalysisInput): Candidate[] => {
  const { text, knownEntities } = input;
  const parts = partsOf(text);
  const players = playersOf(input);
  const { spelling, forms } = namesOf(input, parts, players);
  const characters = new Set(knownEntities.filter(({ type }) => type === 'pc').map(({ name }) => name));
  const scenes = findScenes(input);
  const sentences = cutSentences(text).filter(
    (sentence) => !isWithin(parts.admin, sentence) && !isWithin(parts.headings, sentence),
  );
  const candidates: Candidate[] = [];
  for (const { text: note, start, end } of rejoined(text, sentences)) {
    const told = tellable(note, { spelling, players, isFirst: candidates.length === 0, names: forms });
    if (!told) continue;
    candidates.push({
      text: told,
      start,
      end,
      scene: scenes.findLastIndex((scene) => scene.start <= start),
      words: countWords(told),
      score: scoreOf(told, { position: start / Math.max(1, text.length), names: forms, characters }),
    });
  }
  return candidates;
};
