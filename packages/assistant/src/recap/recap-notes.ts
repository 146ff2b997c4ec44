// Owns the recap of one evening's notes: what happened, told in the order of its scenes, short enough to be read aloud, with
// where each sentence came from. Nothing is told that the notes do not say; nothing about the table, the dice or the admin.
import type { AnalysisInput } from '@emberkeep/domain';
import { findKnown, findNew, playersIn, termsOf } from '../names.ts';
import { findScenes, partsOf } from '../segment.ts';
import { countWords, cutSentences, type Span } from '../text.ts';
import { LASTING, WEIGHTY } from '../events.ts';
import { HAS_TIME, LOWERED_AFTER_OPENER } from './note-phrases.ts';
import { tellable, type Spelling } from './tellable.ts';

/** A sentence of a recap with the stretches of the notes that it was made of, UTF-16 offsets. */
export interface RecapSentence {
  text: string;
  sources: readonly { start: number; end: number }[];
}

/** Paragraphs in order. */
export interface NotesRecap {
  paragraphs: readonly (readonly RecapSentence[])[];
}

/** A recap is read aloud in about a minute, words. */
const MOST_WORDS = 152;
/** A recap has at least so many where the notes have them. */
const FEWEST_WORDS = 92;
const OPENING = 'Here is what happened when we last met.';
const CLOSING = 'And that is where we left them.';
const OPENERS = ['Then', 'After that', 'Later'] as const;

interface Candidate {
  text: string;
  start: number;
  end: number;
  scene: number;
  words: number;
  score: number;
}

const titleCase = (name: string): string =>
  name
    .replace(/(^|[\s'’-])(\p{Ll})/gu, (_, lead: string, letter: string) =>
      /['’]/.test(lead) ? lead + letter : lead + letter.toUpperCase(),
    )
    .replace(/\b(Of|The|And|In|At)\b/g, (w, _g, at: number) => (at === 0 ? w : w.toLowerCase()));

// A bracket with its own full stop cuts a sentence in two: what goes on in small letters belongs to it.
const joined = (text: string, sentences: readonly Span[]): Span[] => {
  const out: Span[] = [];
  for (const sentence of sentences) {
    const before = out.at(-1);
    if (
      before &&
      /^(?:and|but)\s/.test(sentence.text) &&
      /[)\]]$/.test(before.text) &&
      !text.slice(before.end, sentence.start).includes('\n')
    )
      out[out.length - 1] = { start: before.start, end: sentence.end, text: text.slice(before.start, sentence.end) };
    else out.push(sentence);
  }
  return out;
};

/** What the note tells, in pieces that can each be read aloud. */
const candidatesOf = (input: AnalysisInput): Candidate[] => {
  const { text, gameSystem } = input;
  const { admin, headings } = partsOf(text);
  const known = findKnown(text, input.knownEntities);
  const players = new Set([
    ...playersIn(text),
    ...bracketedPlayers(
      text,
      input.knownEntities.map((e) => e.name),
    ),
    ...(input.players ?? []).map((p) => p.toLowerCase()),
  ]);
  for (const e of input.knownEntities) for (const name of [e.name, ...e.aliases]) players.delete(name.toLowerCase());
  const { names } = findNew(text, known, admin, headings, players, termsOf(gameSystem));
  const spelling: Map<string, string> = new Map();
  for (const { name } of names) if (name === name.toLowerCase()) spelling.set(name, titleCase(name));
  for (const e of input.knownEntities)
    for (const name of [e.name, ...e.aliases])
      spelling.set(
        name.toLowerCase(),
        name === name.toLowerCase() && !/^(?:the|a|an|our|my) /.test(name) ? titleCase(name) : name,
      );
  // Parts of names as the note has them: "hesk" of Old Hesk.
  const byId = new Map(input.knownEntities.map((e) => [e.id, e]));
  const forms = known.map(({ start, end, who }) => ({ form: text.slice(start, end), entity: byId.get(who) }));
  for (const { form, entity } of forms)
    if (
      !spelling.has(form.toLowerCase()) &&
      entity &&
      (entity.type === 'npc' || entity.type === 'pc') &&
      /\p{Lu}/u.test(entity.name) &&
      !/^(?:the|a|an) /i.test(form)
    )
      spelling.set(form.toLowerCase(), titleCase(form.toLowerCase()));
  // A campaign knows thousands of names, a note a dozen of them.
  const lower = text.toLowerCase();
  for (const form of spelling.keys()) if (!lower.includes(form)) spelling.delete(form);
  const people = new Set(input.knownEntities.filter((e) => e.type === 'pc').map((e) => e.name));
  const everyone = [
    ...input.knownEntities.flatMap((e) => [e.name, ...e.aliases]),
    ...forms.map((f) => f.form),
    ...names.map((n) => n.name),
  ]
    .filter((n) => lower.includes(n.toLowerCase()))
    .flatMap((n) => [n, spelling.get(n.toLowerCase()) ?? n]);
  const scenes = findScenes(text, gameSystem);
  const isIn = (spans: readonly { start: number; end: number }[], start: number, end: number): boolean =>
    spans.some((s) => start < s.end && end > s.start);
  const found: Candidate[] = [];
  const sentences = cutSentences(text).filter((s) => !isIn(admin, s.start, s.end) && !isIn(headings, s.start, s.end));
  for (const sentence of joined(text, sentences)) {
    const told = tellable(sentence.text, {
      spelling: spelling as Spelling,
      players,
      isFirst: found.length === 0,
      names: everyone,
    });
    if (!told) continue;
    const named = everyone.filter((n) => told.includes(n)).length;
    const score =
      1 +
      (WEIGHTY.test(told) ? 1.2 : 0) +
      (LASTING.test(told) ? 0.8 : 0) +
      Math.min(2, named) * 0.6 +
      ([...people].some((p) => told.includes(p)) ? 0.4 : 0) +
      (sentence.start / Math.max(1, text.length)) * 0.8;
    found.push({
      text: told,
      start: sentence.start,
      end: sentence.end,
      scene: scenes.findLastIndex((s) => s.start <= sentence.start),
      words: countWords(told),
      score,
    });
  }
  return found;
};

// "Players: Jen (Odo), Mark (Sella)": who stands before a character's name in brackets.
const bracketedPlayers = (text: string, characters: readonly string[]): string[] =>
  [...text.matchAll(/(\p{Lu}\p{L}+) \((\p{L}[\p{L} ]+)\)/gu)].flatMap(([, player = '', character = '']) =>
    characters.some((c) => c.toLowerCase().startsWith(character.toLowerCase())) ? [player.toLowerCase()] : [],
  );

// A sentence that is too long for what it says loses its last clause.
const shortened = (candidate: Candidate, to: number): Candidate | null => {
  const clauses = candidate.text
    .replace(/[.!?]$/, '')
    .split(/(?:,\s+(?=(?:and|but|so|because|which|who|where|since|as)\b)|;\s+)/);
  while (clauses.length > 1) {
    clauses.pop();
    const text = `${clauses.join(', ')}.`;
    const words = countWords(text);
    if (words <= to) return words >= 4 ? { ...candidate, text, words } : null;
  }
  return null;
};

/** The best of them that fit, in the order of the notes. */
const chosenOf = (candidates: readonly Candidate[], mostWords: number): Candidate[] => {
  const total = candidates.reduce((n, c) => n + c.words, 0);
  if (total <= mostWords) return [...candidates];
  // A word of a weighty sentence is worth more; where there is room for a part only, what weighs most goes first, and a
  // sentence of four words weighs little. Every scene is told at least once where that fits, and how it ended always.
  const isTight = total > 2 * mostWords;
  const worth = (c: Candidate): number =>
    isTight ? c.score * (c.words < 6 ? 0.5 : c.words > 40 ? 0.6 : 1) : c.score / Math.sqrt(c.words);
  const firstOf: ReadonlySet<Candidate | undefined> = isTight
    ? new Set()
    : new Set(
        [...new Set(candidates.map((c) => c.scene))].map(
          (scene) => candidates.filter((c) => c.scene === scene).sort((x, y) => worth(y) - worth(x))[0],
        ),
      );
  const last = candidates.at(-1);
  const order = [...candidates].sort(
    (x, y) =>
      Number(y === last) - Number(x === last) || Number(firstOf.has(y)) - Number(firstOf.has(x)) || worth(y) - worth(x),
  );
  const kept: Candidate[] = [];
  let words = 0;
  for (const candidate of order) {
    const fitting =
      words + candidate.words <= mostWords ? candidate : isTight ? null : shortened(candidate, mostWords - words);
    if (!fitting) continue;
    kept.push(fitting);
    words += fitting.words;
  }
  return kept.sort((a, b) => a.start - b.start);
};

const lowerFirst = (text: string): string =>
  LOWERED_AFTER_OPENER.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
/** Recaps an evening's notes in about a hundred and fifty words, or in as many as there is room for. */
export const recapNotes = (input: AnalysisInput, mostWords = MOST_WORDS): NotesRecap => {
  const chosen = chosenOf(candidatesOf(input), mostWords);
  if (chosen.length === 0) return { paragraphs: [] };
  const count = chosen.length >= 9 ? 3 : chosen.length >= 4 ? 2 : 1;
  const size = chosen.reduce((n, c) => n + c.words, 0) / count;
  const paragraphs: Candidate[][] = [[]];
  let words = 0;
  for (const [i, candidate] of chosen.entries()) {
    // A paragraph ends where a scene does, near its share of the words.
    const isNewScene = i > 0 && candidate.scene !== chosen[i - 1]!.scene;
    if (
      i > 0 &&
      paragraphs.length < count &&
      words >= size * paragraphs.length - 12 &&
      (isNewScene || words >= size * paragraphs.length + 15)
    )
      paragraphs.push([]);
    paragraphs.at(-1)!.push(candidate);
    words += candidate.words;
  }
  const told = paragraphs
    .filter((p) => p.length > 0)
    .map((paragraph, p) =>
      paragraph.map((c, i): RecapSentence => ({
        text:
          p > 0 &&
          i === 0 &&
          c.words > 3 &&
          !HAS_TIME.test(c.text) &&
          /^(?:The|They|A|An|\p{Lu}\p{L}+ (?:\p{L}+ed|found|took|went|got|came)\b)/u.test(c.text)
            ? `${OPENERS[(p - 1) % OPENERS.length]}${p > 1 ? ',' : ''} ${lowerFirst(c.text)}`
            : c.text,
        sources: [{ start: c.start, end: c.end }],
      })),
    );
  // A short evening is rounded off by its teller.
  const isShort = words >= 40 && words < FEWEST_WORDS && mostWords === MOST_WORDS;
  return {
    paragraphs: isShort
      ? told.map((p, i) => [
          ...(i === 0 && words < FEWEST_WORDS - CLOSING.split(' ').length ? [{ text: OPENING, sources: [] }] : []),
          ...p,
          ...(i === told.length - 1 ? [{ text: CLOSING, sources: [] }] : []),
        ])
      : told,
  };
};

/** The recap as text, paragraphs parted by an empty line. */
export const recapText = (recap: NotesRecap): string =>
  recap.paragraphs.map((p) => p.map((s) => s.text).join(' ')).join('\n\n');
