// Reads a campaign file, whole or damaged: by its markers, else by its headings, else by the shapes of its lines. Never
// throws; what cannot be read is kept, with the line it is on.
import type { StoredRecord } from '@emberkeep/domain';
import { plainText, rawText } from './escape.ts';
import { isStructural } from './line-patterns.ts';
import { isPlaceholder, readKeyed } from './line-parts.ts';
import { shapeOf } from './line-shape.ts';
import { createItemReader } from './read-items.ts';
import { readRecords } from './read-record.ts';
import {
  emptySave,
  SAVE_SECTIONS,
  SAVE_SECTION_IDS,
  type CampaignFileData,
  type SaveSectionId,
} from './save-document.ts';
import { layoutOf, type SaveLayout } from './save-layout.ts';
import { readSaveLines, type SaveLine } from './save-lines.ts';
import { dropDuplicates, emptyTraces, statesOf, type SectionStates, type SectionTraces } from './section-states.ts';

import { unwrapLines } from './unwrap-lines.ts';

export type { SectionState } from './section-states.ts';

export interface CampaignFileReading {
  save: CampaignFileData;
  /** The records behind the format; empty if another tool wrote the file. */
  records: StoredRecord[];
  /** `emberkeep_records` only if the file has or had that block. */
  sections: SectionStates;
  /** What could not be read, in the order of the file; `line` counts from 1. */
  lost: { line: number; text: string }[];
  /** Sentences about values that had to change. */
  remarks: string[];
  /** Its lines were broken since it was written, so a value may be the beginning of one. */
  isWrapped: boolean;
}

type TextLine = Extract<SaveLine, { type: 'text' }>;
type HeadingLine = Extract<SaveLine, { type: 'heading' }>;

/** An item, with the lines that were broken off it. */
interface OpenItem {
  section: SaveSectionId;
  text: string;
  line: number;
  lastLine: number;
  lastLength: number;
  isIndented: boolean;
}

/** Widest lines of a file whose lines a chat client may have broken, UTF-16 units. */
const MAX_WRAP_WIDTH = 130;
/** Longest lost text in one piece, and longest recap, UTF-16 units. */
const MAX_PIECE = 100_000;
/** Most remarks kept: a damaged file repeats the same one. */
const MAX_REMARKS = 200;

/** The first line of the records, which is for people. */
const RECORDS_PREFACE = 'Everything above is';
const RECORD_LINE = /^\s*\{["“”]kind/;
const RECORD_COUNT = /emberkeep.records\s?:\s?(\d{1,9})/iu;
const BOLD_ITEM = /^(?:[-*•] |\d{1,5}\. )?\*\*/;

const nameInTitle = (shielded: string): string => {
  const name = shielded.replace(/(?:^|\s+)[-–—]+\s+session summary\s*$/iu, '').trim();
  return isPlaceholder(name) ? '' : plainText(name);
};

/** A file while it is read. */
interface ReadingState {
  readonly layout: SaveLayout;
  readonly save: CampaignFileData;
  readonly records: StoredRecord[];
  readonly lost: CampaignFileReading['lost'];
  readonly remarks: string[];
  readonly traces: SectionTraces;
  readonly readItem: ReturnType<typeof createItemReader>;
  /** The recap, line by line, and its length. */
  readonly situation: string[];
  situationLength: number;
  /** The section of the last heading, and of the last start marker that has no end yet. */
  heading: SaveSectionId | null;
  open: SaveSectionId | null;
  hasTitle: boolean;
  expectedRecords: number | null;
  lastLostLine: number;
  item: OpenItem | null;
  /** The lines of a record. */
  record: { parts: string[]; line: number } | null;
  isWrapped: boolean;
}

const startReading = (source: string): ReadingState => {
  const save = emptySave();
  const remarks: string[] = [];
  return {
    layout: layoutOf(source),
    save,
    records: [],
    lost: [],
    remarks,
    traces: emptyTraces(),
    readItem: createItemReader(save, (sentence) => {
      if (remarks.length < MAX_REMARKS) remarks.push(sentence);
    }),
    situation: [],
    situationLength: 0,
    heading: 'header',
    open: null,
    hasTitle: false,
    expectedRecords: null,
    lastLostLine: 0,
    item: null,
    record: null,
    isWrapped: false,
  };
};

const lose = (state: ReadingState, line: number, text: string, section: SaveSectionId | null): void => {
  if (section) state.traces[section].hasProblem = true;
  const last = state.lost.at(-1);
  // Consecutive lines are one piece.
  if (last && state.lastLostLine + 1 === line && last.text.length < MAX_PIECE) last.text += `\n${text}`;
  else state.lost.push({ line, text });
  state.lastLostLine = line;
};

const finishItem = (state: ReadingState): void => {
  if (!state.item) return;
  const { text, line, section, isIndented } = state.item;
  state.item = null;
  const outcome = state.readItem(section, text, isIndented);
  if (outcome === null) return lose(state, line, rawText(text), section);
  state.traces[section].items += 1;
  if (outcome === 'repaired') state.traces[section].hasProblem = true;
};

const finishRecord = (state: ReadingState): void => {
  if (!state.record) return;
  const { parts, line } = state.record;
  state.record = null;
  const { records, lost } = readRecords(parts, state.layout.isCut ? '' : ' ');
  if (parts.length > 1 && lost.length === 0) state.isWrapped = true;
  state.records.push(...records);
  state.traces.emberkeep_records.items += records.length;
  if (lost.length > 0) lose(state, line, lost.join(' ').trim(), 'emberkeep_records');
};

const closeSection = (state: ReadingState): void => {
  finishItem(state);
  state.open = null;
};

/** Appends a line that a chat client broke off the open item. False if it is a line of its own. */
const continueItem = (state: ReadingState, line: TextLine, region: SaveSectionId | null): boolean => {
  const { width, isCut } = state.layout;
  const { item } = state;
  if (!item || region !== item.section || region === 'internal_state' || width > MAX_WRAP_WIDTH) return false;
  if (line.line !== item.lastLine + 1 || isStructural(line.text)) return false;
  // If the first word would have fitted on the line before, nothing was broken there.
  const firstWord = line.text.split(/\s/, 1)[0]!;
  if (item.lastLength + 1 + firstWord.length <= width) return false;
  item.text += isCut ? line.text : ` ${line.text}`;
  state.isWrapped = true;
  item.lastLine = line.line;
  item.lastLength = line.length;
  return true;
};

/** Sections whose values are prose of a line, which may have a second one. */
const SECTIONS_OF_PROSE: ReadonlySet<SaveSectionId> = new Set([
  'player_character',
  'companions',
  'locations',
  'objectives',
  'key_decisions',
]);

/** Appends a second line to the open item's value: prose right below it. False if it is a line of its own. */
const continueValue = ({ item }: ReadingState, line: TextLine, region: SaveSectionId | null): boolean => {
  if (!item || region !== item.section || !SECTIONS_OF_PROSE.has(item.section)) return false;
  const isProse = /^\p{L}/u.test(line.text) && !/[|<>*]/.test(line.text) && !readKeyed(line.text);
  if (line.line !== item.lastLine + 1 || !isProse || !/:\**\s*\S/.test(item.text)) return false;
  item.text += `\n${line.text}`;
  item.lastLine = line.line;
  item.lastLength = line.length;
  return true;
};

/** Adds a line to the recap. False if it is half a marker, or the recap is too long. */
const readSituation = (state: ReadingState, text: string): boolean => {
  if (/^<(?:!|$)/.test(text)) return false;
  state.situationLength += text.length;
  if (state.situationLength >= MAX_PIECE) return false;
  state.situation.push(text);
  state.traces.current_situation.items += 1;
  return true;
};

/** Starts an item, or adds to the recap, in the section that the line's shape or else its place says. */
const readText = (
  state: ReadingState,
  { line, text, length, isIndented }: TextLine,
  region: SaveSectionId | null,
): void => {
  const isProse = region === 'current_situation' && state.open === null && !BOLD_ITEM.test(text);
  const shape = isProse ? null : shapeOf(text, region);
  const section = shape ?? region;
  if (section === 'current_situation') {
    if (!readSituation(state, text)) lose(state, line, rawText(text), section);
  } else if (section === null || section === 'emberkeep_records') lose(state, line, rawText(text), section);
  else {
    if (shape && region && shape !== region) state.traces[shape].hasProblem = true;
    state.item = { section, text, line, lastLine: line, lastLength: length, isIndented };
  }
  if (section === 'internal_state') {
    const count = RECORD_COUNT.exec(text)?.[1];
    if (count !== undefined) state.expectedRecords = Number(count);
  }
};

const onText = (state: ReadingState, line: TextLine): void => {
  // It stands among the text if the marker before it is lost.
  if (line.text.startsWith(RECORDS_PREFACE)) return finishItem(state);
  // The words of the internal state say where it begins if its marker is lost.
  if (state.open === null && /^(?:GAUGES|SETTINGS):/.test(line.text)) {
    closeSection(state);
    state.open = 'internal_state';
    state.traces.internal_state.isOutOfOrder = true;
  }
  const region = state.open ?? state.heading;
  // A file of ours that ends in the middle of a line was truncated: half an item is not an item.
  if (line.isLast && (state.open !== null || state.expectedRecords !== null)) {
    finishItem(state);
    return lose(state, line.line, rawText(line.text), region);
  }
  if (continueItem(state, line, region) || continueValue(state, line, region)) return;
  finishItem(state);
  readText(state, line, region);
};

/** A record, or the rest of one that was broken. */
const onRecord = (state: ReadingState, line: number, text: string): void => {
  closeSection(state);
  if (RECORD_LINE.test(text)) {
    finishRecord(state);
    state.record = { parts: [text], line };
  } else if (state.record) state.record.parts.push(text);
  else if (!text.startsWith(RECORDS_PREFACE)) lose(state, line, text, 'emberkeep_records');
};

const onTitle = (state: ReadingState, line: number, text: string): void => {
  finishItem(state);
  if (state.hasTitle) return lose(state, line, rawText(text), 'header');
  state.hasTitle = true;
  state.save.name = nameInTitle(text);
  state.traces.header.headings += 1;
  state.heading = 'header';
};

const onHeading = (state: ReadingState, { line, text, section }: HeadingLine): void => {
  closeSection(state);
  state.heading = section;
  if (section) {
    const trace = state.traces[section];
    trace.headings += 1;
    if (trace.starts > 0) trace.isOutOfOrder = true;
  } else if (!state.hasTitle && /^#\s/.test(text)) {
    // The title, without its second half.
    state.hasTitle = true;
    state.save.name = plainText(text.slice(1));
    state.traces.header.hasProblem = true;
    state.heading = 'header';
  } else lose(state, line, rawText(text), null);
};

const onStart = (state: ReadingState, section: SaveSectionId): void => {
  closeSection(state);
  state.open = section;
  state.traces[section].starts += 1;
  const hasHeading = section !== 'emberkeep_records' && section !== 'internal_state';
  if (hasHeading && state.heading !== section) state.traces[section].isOutOfOrder = true;
};

const onEnd = (state: ReadingState, section: SaveSectionId): void => {
  if (state.open !== section) state.traces[section].isOutOfOrder = true;
  state.traces[section].ends += 1;
  closeSection(state);
};

/** A `-->` alone ends the internal state. */
const onClose = (state: ReadingState): void => {
  finishItem(state);
  if (state.open !== 'internal_state') return;
  state.traces.internal_state.ends += 1;
  closeSection(state);
  // The internal state follows the recap: what comes after it is not part of the recap.
  if (state.heading === 'current_situation') state.heading = null;
};

const onBlank = (state: ReadingState): void => {
  finishItem(state);
  if (state.heading === 'current_situation' && state.open === null) state.situation.push('');
};

const onLine = (state: ReadingState, line: SaveLine): void => {
  if (line.type !== 'record') finishRecord(state);
  switch (line.type) {
    case 'record':
      return onRecord(state, line.line, line.text);
    case 'title':
      return onTitle(state, line.line, line.text);
    case 'heading':
      return onHeading(state, line);
    case 'start':
      return onStart(state, line.section);
    case 'end':
      return onEnd(state, line.section);
    case 'close':
      return onClose(state);
    case 'blank':
      return onBlank(state);
    case 'text':
      return onText(state, line);
  }
};

/** A line that is too long to be of the format. */
const onOther = (state: ReadingState, line: number, text: string): void => {
  finishItem(state);
  finishRecord(state);
  lose(state, line, text, state.open ?? state.heading);
};

const finishReading = (state: ReadingState): CampaignFileReading => {
  const { save, records, lost, remarks, traces, situation, open } = state;
  finishItem(state);
  finishRecord(state);
  save.situation = isPlaceholder(situation.join('\n').trim()) ? '' : situation.map(plainText).join('\n').trim();
  if (open) {
    traces[open].hasProblem = true;
    remarks.push(`The file ends within “${SAVE_SECTIONS[open].label}”; its last line may be incomplete.`);
  }
  dropDuplicates(save, traces);
  return { save, records, sections: statesOf(save, traces, state), lost, remarks, isWrapped: state.isWrapped };
};

const readSource = (source: string): CampaignFileReading => {
  const state = startReading(source);
  readSaveLines(
    source,
    (line) => onLine(state, line),
    (line, start, end) => onOther(state, line, source.slice(start, end)),
  );
  return finishReading(state);
};

/** Reads a campaign file. `text` may be anything. */
export const readCampaignFile = (text: string): CampaignFileReading => {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const reading = readSource(source);
  const unwrapped = unwrapLines(source, reading.records);
  if (!unwrapped) return reading;
  const again = readSource(unwrapped.text);
  const lost = again.lost.map((piece) => ({ ...piece, line: unwrapped.lines[piece.line] ?? piece.line }));
  return { ...again, lost, isWrapped: true };
};

/** The sections that the file has lost, which the GM is asked about. */
export const missingSections = (reading: Pick<CampaignFileReading, 'sections'>): SaveSectionId[] =>
  SAVE_SECTION_IDS.filter((id) => reading.sections[id] === 'lost');

/** True if a text has nothing of a campaign file in it. */
export const isNoCampaignFile = (reading: CampaignFileReading): boolean =>
  Object.values(reading.sections).every((state) => state === 'lost') && reading.records.length === 0;
