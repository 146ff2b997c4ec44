// Tells what happened in the last session: the first paragraph of the "Previously on…" page.
import { eventLine, isEstablished, noteLines, type AnalysisInput } from '@emberkeep/domain';
import { countWords, cutSentences } from '../text.ts';
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
  readonly sentences: SourcedSentence[];
  wordCount: number;
  add(text: string, source: SentenceSource): void;
}

const createParagraph = (): Paragraph => ({
  sentences: [],
  wordCount: 0,
  add(text, source) {
    const said = sentence(text);
    const count = countWords(said);
    if (said === '' || this.wordCount + count > WORDS_MAX) return;
    if (this.sentences.some((each) => saysTheSame(each.text, said))) return;
    this.sentences.push({ text: said, sources: [source] });
    this.wordCount += count;
  },
});

/** Adds accepted log entries, with the entity's name before those that do not contain it. */
const addLog = (paragraph: Paragraph, { log }: LastSession, nameOf: (id: string) => string): void => {
  for (const entry of log) {
    if (!isEstablished(entry)) continue;
    const name = nameOf(entry.entityId);
    const isNamed = name === '' || entry.text.includes(name.split(' ').at(-1)!);
    const text = isNamed ? entry.text : `${name}: ${clause(entry.text)}`;
    paragraph.add(text, { kind: 'log', id: entry.id, quote: entry.text });
  }
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
    paragraph.add(text, { kind: 'notes', id: session.id, quote });
  }
};

/** Sentences by reliability: what a GM wrote or accepted, then the notes, then events and the automatic summary. */
export const happened = (source: RecapSource): SourcedSentence[] => {
  const { last } = source;
  if (!last) return [];
  const { session } = last;
  const nameOf = entityNames(source);
  const paragraph = createParagraph();
  for (const { text } of cutSentences(noteLines(last.summary).join('\n')))
    paragraph.add(text, { kind: 'summary', id: session.id, quote: text });
  addLog(paragraph, last, nameOf);
  for (const { id, text } of session.highlights)
    paragraph.add(text, { kind: 'summary', id: `${session.id}:${id}`, quote: text });
  if (paragraph.wordCount < WORDS_MAX - NOTES_WORDS_MIN && last.notes.trim() !== '') addNotes(paragraph, last, source);
  if (paragraph.wordCount < WORDS_ENOUGH)
    for (const event of last.events.filter((each) => each.category !== 'other')) {
      const line = eventLine(event, nameOf);
      paragraph.add(line, { kind: 'event', id: event.id, quote: line });
    }
  if (paragraph.wordCount < WORDS_ENOUGH) {
    const withoutTitle = session.autoSummary.split('\n').slice(1).join('\n');
    for (const { text } of cutSentences(withoutTitle))
      paragraph.add(text.replace(/^[-–]\s*/, ''), { kind: 'summary', id: session.id, quote: text });
  }
  return paragraph.sentences;
};
