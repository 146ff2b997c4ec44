// Tells what happened in the last session: the first paragraph of the "Previously on…" page.
import { eventLine, eventWords, isEstablished, noteLines, cutSentences, type AnalysisInput } from '@emberkeep/domain';
import { countWords } from '../text.ts';
import { recapNotes } from './recap-notes.ts';
import { entityNames, type LastSession, type RecapSource } from './recap-source.ts';
import { clause, saysTheSame, sentence } from './sentences.ts';
import type { SentenceSource, SourcedSentence } from './told-sentence.ts';

/** Longest paragraph, words. */
const WORDS_MAX = 105;
/** Notes are read only where more words than this are left. */
const NOTES_WORDS_MIN = 25;
/** Events and the automatic summary are used only where there are fewer words than this from other sources. */
const WORDS_ENOUGH = 30;

/** Collects sentences up to the limit and skips those that repeat what is there. */
interface Paragraph {
  readonly told: Told[];
  wordCount: number;
  add(text: string, source: SentenceSource, when?: Partial<When>): void;
}

/** When something happened, as far as it is known. */
interface When {
  /** Its place in the notes, UTF-16 offset. */
  place: number;
  /** Unix ms. */
  at: number;
}
/** Behind every place in the notes. */
const AFTER_THE_NOTES = Number.MAX_SAFE_INTEGER;
type Told = { sentence: SourcedSentence } & Partial<When>;

const createParagraph = (): Paragraph => ({
  told: [],
  wordCount: 0,
  add(text, source, when = {}) {
    const said = sentence(text);
    const count = countWords(said);
    if (said === '' || this.wordCount + count > WORDS_MAX) return;
    if (this.told.some((each) => saysTheSame(each.sentence.text, said))) return;
    this.told.push({ sentence: { text: said, sources: [source] }, ...when });
    this.wordCount += count;
  },
});

/** Finds where the notes tell what a sentence says. */
const placesIn = (notes: string): ((text: string) => Partial<When>) => {
  const sentences = cutSentences(notes);
  return (text) => {
    const found = sentences.find((each) => saysTheSame(each.text, text));
    return found ? { place: found.start } : {};
  };
};

/**
 * In the order in which it happened: by the place in the notes, else by time. Where the notes have no times, what has
 * only a time follows them. What has neither follows what it was told after.
 */
const inOrder = (told: readonly Told[]): Told[] => {
  const timed = told.filter(({ place, at }) => place !== undefined && at !== undefined);
  const latestBefore = (time: number): number =>
    timed.length === 0
      ? AFTER_THE_NOTES
      : Math.max(-1, ...timed.filter(({ at = 0 }) => at <= time).map(({ place = -1 }) => place));
  let last = { place: -1, at: 0 };
  const keyed = told.map((each) => {
    const { place, at } = each;
    if (place !== undefined) last = { place, at: at ?? 0 };
    else if (at !== undefined) last = { place: latestBefore(at), at };
    return { each, ...last };
  });
  return keyed.sort((a, b) => a.place - b.place || a.at - b.at).map(({ each }) => each);
};

/** True where a text names somebody, if only by a part of the name: "Yarrow" of "Captain Yarrow of the Bluecoats". */
const isNamedIn = (text: string, name: string): boolean => {
  const words = name.split(' ');
  return [...words.slice(1).filter((word) => /^\p{Lu}/u.test(word)), words.at(-1)!].some((word) => text.includes(word));
};

/** What a GM logged in words: accepted log entries, with their entity's name, and notes in the session log. */
const addLog = (paragraph: Paragraph, { log, events, notes }: LastSession, nameOf: (id: string) => string): void => {
  const placeOf = placesIn(notes);
  const entries = log.filter(isEstablished).map(({ id, text, entityId, createdAt }) => {
    const name = nameOf(entityId);
    return {
      kind: 'log' as const,
      id,
      at: createdAt,
      quote: text,
      text: isNamedIn(text, name) ? text : `${name}: ${clause(text)}`,
    };
  });
  const written = events
    .filter((event) => event.eventType === 'OTHER' && event.name !== '' && isEstablished(event))
    .map((event) => ({
      kind: 'event' as const,
      id: event.id,
      at: event.at,
      quote: event.name,
      text: eventLine(event, nameOf),
    }));
  for (const { kind, id, at, quote, text } of [...entries, ...written].sort((a, b) => a.at - b.at))
    paragraph.add(text, { kind, id, quote }, { at, ...placeOf(quote) });
};

const addNotes = (paragraph: Paragraph, { session, notes }: LastSession, source: RecapSource): void => {
  const input: AnalysisInput = {
    text: notes,
    gameSystem: source.campaign.system,
    stage: 'actual',
    players: source.players,
    knownEntities: source.entities.map(({ id, name, entityType, aliases }) => ({
      id,
      name,
      type: entityType,
      aliases,
    })),
  };
  for (const { text, sources } of recapNotes(input, WORDS_MAX - paragraph.wordCount).paragraphs.flat()) {
    const quote = sources.map(({ start, end }) => notes.slice(start, end)).join(' … ');
    const [first] = sources;
    paragraph.add(text, { kind: 'notes', id: session.id, quote }, first ? { place: first.start } : {});
  }
};

/** What the events tell besides notes in words. */
const addEvents = (paragraph: Paragraph, { events }: LastSession, nameOf: (id: string) => string): void => {
  for (const event of events.filter((each) => each.category !== 'other' && isEstablished(each))) {
    const line = eventWords(event, nameOf);
    paragraph.add(line, { kind: 'event', id: event.id, quote: line }, { at: event.at });
  }
};

/**
 * Sentences are chosen by reliability: what a GM wrote or accepted, then the notes, then events. They are told in the
 * order in which it happened, after the GM's own summary; the automatic one comes last.
 */
export const happened = (source: RecapSource): SourcedSentence[] => {
  const { last } = source;
  if (!last) return [];
  const { session } = last;
  const nameOf = entityNames(source);
  const paragraph = createParagraph();
  for (const { text } of cutSentences(noteLines(last.summary).join('\n')))
    paragraph.add(text, { kind: 'summary', id: session.id, quote: text });
  const summarized = paragraph.told.length;
  addLog(paragraph, last, nameOf);
  const placeOf = placesIn(last.notes);
  for (const { id, text } of session.highlights)
    paragraph.add(text, { kind: 'summary', id: `${session.id}:${id}`, quote: text }, placeOf(text));
  if (paragraph.wordCount < WORDS_MAX - NOTES_WORDS_MIN && last.notes.trim() !== '') addNotes(paragraph, last, source);
  if (paragraph.wordCount < WORDS_ENOUGH) addEvents(paragraph, last, nameOf);
  const ordered = [...paragraph.told.slice(0, summarized), ...inOrder(paragraph.told.slice(summarized))];
  const tellings = ordered.length;
  if (paragraph.wordCount < WORDS_ENOUGH) {
    const withoutTitle = session.autoSummary.split('\n').slice(1).join('\n');
    for (const { text } of cutSentences(withoutTitle))
      paragraph.add(text.replace(/^[-–]\s*/, ''), { kind: 'summary', id: session.id, quote: text });
  }
  return [...ordered, ...paragraph.told.slice(tellings)].map((each) => each.sentence);
};
