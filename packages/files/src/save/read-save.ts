// Owns reading a save file, whole or damaged: by its markers, else by its headings, else by the shapes of its lines. In: text
// of any kind. Out: what it says, and for each section whether it was read as written, repaired or lost. Never throws; what
// could not be read is kept with its line.
import type { StoredRecord } from '@emberkeep/domain';
import { checkStored } from '../stored-record.ts';
import { plainText, rawText } from './escape.ts';
import { createItemReader, shapeOf } from './read-items.ts';
import { emptySave, SAVE_SECTIONS, SAVE_SECTION_IDS, type SaveDocument, type SaveSectionId } from './save-document.ts';
import { isStructural, readSaveLines, type SaveLine } from './save-lines.ts';

export type SectionState = 'ok' | 'repaired' | 'lost';

export interface SaveReading {
  save: SaveDocument;
  /** What Emberkeep wrote behind the format; empty in a file of another hand. */
  records: StoredRecord[];
  /** `emberkeep_records` only where the file has or had that block. */
  sections: Partial<Record<SaveSectionId, SectionState>>;
  /** What could not be read, in the order of the file; `line` counts from 1. */
  lost: { line: number; text: string }[];
  /** Sentences about values that had to change. */
  remarks: string[];
}

/** A line broken by a chat client is no longer than this, UTF-16 units. */
const WIDEST_WRAP = 130;
/** Longest piece of lost text by itself, and the longest recap that is one, UTF-16 units. */
const LONGEST_PIECE = 100_000;
/** Most remarks that are kept: a damaged file says one thing over and over. */
const MOST_REMARKS = 200;

interface Seen {
  headings: number;
  starts: number;
  ends: number;
  items: number;
  hasProblem: boolean;
  /** Its end came before its start, or its start before its heading. */
  isOutOfOrder: boolean;
}

// The longest line that is no record: what a chat client broke lines at, where it did.
const widthOf = (source: string): number => {
  let width = 0;
  for (let start = 0; start < source.length;) {
    const found = source.indexOf('\n', start);
    const end = found === -1 ? source.length : found;
    if (end - start > width && source[start] !== '{') width = end - start;
    start = end + 1;
  }
  return width;
};

// An unfilled template's “[Campaign Name]” is no name.
const titleOf = (shielded: string): string => {
  const name = shielded.replace(/\s+[-–—]+\s+session summary\s*$/iu, '').trim();
  return /^\[[^\]\n]*\]$/.test(name) ? '' : plainText(name);
};

const readRecord = (text: string): StoredRecord | null => {
  // A client that made quotes prettier made all of them so: ours are escaped inside.
  for (const candidate of [text, text.replace(/[“”]/g, '"')]) {
    try {
      return checkStored(JSON.parse(candidate));
    } catch {
      continue;
    }
  }
  return null;
};

/** Reads a save file. `text` may be anything. */
export const readSave = (text: string): SaveReading => {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const save = emptySave();
  const records: StoredRecord[] = [];
  const lost: SaveReading['lost'] = [];
  const remarks: string[] = [];
  const readItem = createItemReader(save, (sentence) => void (remarks.length < MOST_REMARKS && remarks.push(sentence)));
  const seen = Object.fromEntries(
    SAVE_SECTION_IDS.map((id) => [
      id,
      { headings: 0, starts: 0, ends: 0, items: 0, hasProblem: false, isOutOfOrder: false },
    ]),
  ) as Record<SaveSectionId, Seen>;
  const width = widthOf(source);
  const situation: string[] = [];
  let heading: SaveSectionId | null = 'header';
  let open: SaveSectionId | null = null;
  let hasTitle = false;
  let expectedRecords: number | null = null;
  let lostUntil = 0;
  let situationLength = 0;

  const lose = (line: number, words: string, section: SaveSectionId | null): void => {
    if (section) seen[section].hasProblem = true;
    const before = lost.at(-1);
    // Lines that follow each other are one piece.
    if (before && lostUntil + 1 === line && before.text.length < LONGEST_PIECE) before.text += `\n${words}`;
    else lost.push({ line, text: words });
    lostUntil = line;
  };

  // One item, with what a client broke off it.
  let item: { text: string; line: number; lastLine: number; lastLength: number; section: SaveSectionId } | null = null;
  const settle = (): void => {
    if (!item) return;
    const { text: words, line, section } = item;
    item = null;
    const outcome = readItem(section, words);
    if (outcome === null) return lose(line, rawText(words), section);
    seen[section].items += 1;
    if (outcome === 'repaired') seen[section].hasProblem = true;
  };

  let record: { text: string; line: number } | null = null;
  const settleRecord = (): void => {
    if (!record) return;
    const { text: words, line } = record;
    record = null;
    const read = readRecord(words);
    if (read) {
      records.push(read);
      seen.emberkeep_records.items += 1;
    } else lose(line, words, 'emberkeep_records');
  };

  const close = (): void => {
    settle();
    open = null;
  };

  const onText = (line: Extract<SaveLine, { type: 'text' }>): void => {
    // The comment's own words say where it begins when its marker does not.
    if (open === null && /^(?:GAUGES|SETTINGS):/.test(line.text)) {
      close();
      open = 'internal_state';
      seen.internal_state.isOutOfOrder = true;
    }
    const region = open ?? heading;
    // A file of ours that ends here was cut: half a name is nobody.
    if (line.isLast && (open !== null || expectedRecords !== null)) {
      settle();
      return lose(line.line, rawText(line.text), region);
    }
    const isRest =
      item !== null &&
      region === item.section &&
      region !== 'internal_state' &&
      width <= WIDEST_WRAP &&
      line.line === item.lastLine + 1 &&
      !isStructural(line.text) &&
      item.lastLength + 1 + (line.text.split(/\s/, 1)[0] as string).length > width;
    if (isRest && item) {
      item.text += ` ${line.text}`;
      item.lastLine = line.line;
      item.lastLength = line.length;
      return;
    }
    settle();
    const shape =
      region === 'current_situation' && open === null && !/^(?:[-*•] |\d{1,5}\. )?\*\*/.test(line.text)
        ? null
        : shapeOf(line.text, region);
    const section = shape ?? region;
    // Half a marker is no sentence.
    if (
      section === 'current_situation' &&
      !/^<(?:!|$)/.test(line.text) &&
      (situationLength += line.text.length) < LONGEST_PIECE
    ) {
      situation.push(line.text);
      seen.current_situation.items += 1;
    } else if (section === null || section === 'emberkeep_records' || section === 'current_situation')
      lose(line.line, rawText(line.text), section);
    else {
      if (shape && region && shape !== region) seen[shape].hasProblem = true;
      item = { text: line.text, line: line.line, lastLine: line.line, lastLength: line.length, section };
    }
    if (section === 'internal_state') {
      const count = /emberkeep.records\s?:\s?(\d{1,9})/iu.exec(line.text);
      if (count) expectedRecords = Number(count[1]);
    }
  };

  readSaveLines(
    source,
    (line) => {
      if (line.type !== 'record') settleRecord();
      switch (line.type) {
        case 'record':
          settle();
          open = null;
          if (/^\s*\{["“”]kind/.test(line.text)) {
            settleRecord();
            record = { text: line.text.trim(), line: line.line };
          } else if (record) record.text += ` ${line.text.trim()}`;
          else if (!line.text.startsWith('Everything above is')) lose(line.line, line.text, 'emberkeep_records');
          return;
        case 'title':
          settle();
          if (hasTitle) return lose(line.line, rawText(line.text), 'header');
          hasTitle = true;
          save.name = titleOf(line.text);
          seen.header.headings += 1;
          heading = 'header';
          return;
        case 'heading':
          close();
          heading = line.section;
          if (line.section) {
            seen[line.section].headings += 1;
            if (seen[line.section].starts > 0) seen[line.section].isOutOfOrder = true;
          } else if (!hasTitle && /^#\s/.test(line.text)) {
            // The first heading of a file whose title lost its second half.
            hasTitle = true;
            save.name = plainText(line.text.slice(1));
            seen.header.hasProblem = true;
            heading = 'header';
          } else lose(line.line, rawText(line.text), null);
          return;
        case 'start':
          close();
          open = line.section;
          seen[line.section].starts += 1;
          if (line.section !== 'emberkeep_records' && line.section !== 'internal_state' && heading !== line.section)
            seen[line.section].isOutOfOrder = true;
          return;
        case 'end':
          if (open !== line.section) seen[line.section].isOutOfOrder = true;
          seen[line.section].ends += 1;
          close();
          return;
        case 'close':
          settle();
          if (open === 'internal_state') {
            seen.internal_state.ends += 1;
            close();
            // The state stands behind the recap: what follows it is no part of that.
            if (heading === 'current_situation') heading = null;
          }
          return;
        case 'blank':
          settle();
          if (heading === 'current_situation' && open === null) situation.push('');
          return;
        case 'text':
          return onText(line);
      }
    },
    (line, start, end) => {
      settle();
      settleRecord();
      lose(line, source.slice(start, end), open ?? heading);
    },
  );
  settle();
  settleRecord();

  const recap = situation.join('\n').trim();
  save.situation = /^\[[^\]\n]*\]$/.test(recap) ? '' : situation.map(plainText).join('\n').trim();
  if (open) {
    seen[open as SaveSectionId].hasProblem = true;
    remarks.push(
      `The file ends within “${SAVE_SECTIONS[open as SaveSectionId].label}”; its last line may be cut short.`,
    );
  }
  dropDoubles(save, seen);
  return { save, records, sections: statesOf(save, seen, { hasTitle, expectedRecords }), lost, remarks };
};

// A file that was pasted twice says everything twice: an item equal to another in all it says is said once.
const dropDoubles = (save: SaveDocument, seen: Readonly<Record<SaveSectionId, Seen>>): void => {
  const lists: readonly (readonly [SaveSectionId, unknown[]])[] = [
    ['internal_state', save.gauges],
    ['player_character', save.characters],
    ['world_state', save.factions],
    ['companions', save.companions],
    ['npc_relationships', save.npcRelationships],
    ['locations', save.locations],
    ['objectives', save.quests],
    ['inventory', save.inventory.keyItems],
    ['inventory', save.inventory.gear],
    ['key_decisions', save.decisions],
    ['pending_consequences', save.pendingConsequences],
    ['safety_settings', save.lines],
    ['safety_settings', save.veils],
    ['next_session_hooks', save.hooks],
  ];
  for (const [section, list] of lists) {
    if (seen[section].headings < 2 && seen[section].starts < 2) continue;
    const said = new Set<string>();
    const once = list.filter((entry) => {
      const key = JSON.stringify(entry);
      return !said.has(key) && said.add(key);
    });
    list.splice(0, list.length, ...once);
  }
};

const statesOf = (
  save: SaveDocument,
  seen: Readonly<Record<SaveSectionId, Seen>>,
  file: { hasTitle: boolean; expectedRecords: number | null },
): SaveReading['sections'] => {
  const states: SaveReading['sections'] = {};
  const isThere = (id: SaveSectionId): boolean =>
    seen[id].headings + seen[id].starts + seen[id].ends + seen[id].items > 0;
  for (const [i, id] of SAVE_SECTION_IDS.entries()) {
    const s = seen[id];
    if (id === 'emberkeep_records') {
      const isExpected = file.expectedRecords !== null || isThere(id);
      if (!isExpected) continue;
      states[id] =
        s.items === 0
          ? 'lost'
          : s.starts === 1 &&
              s.ends === 1 &&
              !s.hasProblem &&
              (file.expectedRecords === null || file.expectedRecords === s.items)
            ? 'ok'
            : 'repaired';
      continue;
    }
    const { heading, marker } = SAVE_SECTIONS[id];
    const hasHeading = heading === '' || s.headings === 1;
    const hasMarkers = marker === '' || (s.starts === 1 && s.ends === 1);
    // Without an end of its own, a section is whole where something comes after it.
    const isFollowed =
      marker !== '' ||
      SAVE_SECTION_IDS.slice(i + 1).some(isThere) ||
      (id === 'next_session_hooks' && file.expectedRecords === null);
    const isWhole =
      hasHeading && hasMarkers && !s.hasProblem && !s.isOutOfOrder && isFollowed && (id !== 'header' || file.hasTitle);
    states[id] = isWhole
      ? 'ok'
      : s.items > 0 ||
          (id === 'header' && save.name !== '') ||
          (heading !== '' && s.headings > 0 && s.ends > 0 && !s.hasProblem)
        ? 'repaired'
        : 'lost';
  }
  return states;
};

/** The sections that a GM is asked about: what the file no longer says. */
export const missingSections = (reading: Pick<SaveReading, 'sections'>): SaveSectionId[] =>
  SAVE_SECTION_IDS.filter((id) => reading.sections[id] === 'lost');

/** True where a text has nothing of a save file in it. */
export const isNoSave = (reading: SaveReading): boolean =>
  Object.values(reading.sections).every((state) => state === 'lost') && reading.records.length === 0;
