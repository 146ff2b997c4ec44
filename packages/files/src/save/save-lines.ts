// Owns cutting a save file into the lines it was written as, whatever happened to them since: markers found within a line,
// items that a chat client ran together or broke, comments whose dashes became prettier. One pass, linear in the file.
import { shield } from './escape.ts';
import {
  COMPANION_KEYS,
  CHARACTER_KEYS,
  DECISION_KEYS,
  HEADER_KEYS,
  INVENTORY_KEYS,
  PLACE_KEYS,
  QUEST_KEYS,
  SAFETY_KEYS,
  SAVE_SECTIONS,
  type SaveSectionId,
} from './save-document.ts';

/** `text` is shielded (escape.ts); `line` counts from 1; `isLast`: nothing follows, not even a line break. */
export type SaveLine =
  | { type: 'start' | 'end'; section: SaveSectionId; line: number; text: string }
  | { type: 'heading'; section: SaveSectionId | null; line: number; text: string }
  | { type: 'title'; line: number; text: string }
  | { type: 'close'; line: number; text: string }
  | { type: 'text'; line: number; text: string; length: number; isLast: boolean }
  | { type: 'blank'; line: number; text: string }
  | { type: 'record'; line: number; text: string };

/** A line longer than this is no line of the format, UTF-16 units; records have their own. */
const LONGEST_LINE = 40_000;

const MARKERS = new Map<string, SaveSectionId>(
  Object.entries(SAVE_SECTIONS).flatMap(([id, { marker }]) =>
    marker && marker !== 'INTERNAL_STATE' ? [[marker, id as SaveSectionId]] : [],
  ),
);
const UNDERSCORE = `[_\\s\\u{F005F}]`;
const MARKER_NAMES = [...MARKERS.keys()].map((m) => m.replaceAll('_', UNDERSCORE)).join('|');
const OPEN = String.raw`(?:<|&lt;)\s{0,4}!\s{0,4}[-—–]{1,4}\s{0,8}`;
const CLOSE = String.raw`(?:\s{0,8}[-—–]{1,4}\s{0,4}(?:>|&gt;))`;
const MARKER = new RegExp(
  String.raw`${OPEN}(?:(${MARKER_NAMES})${UNDERSCORE}(START|END)|(INTERNAL${UNDERSCORE}STATE))${CLOSE}?|(EMBERKEEP)${UNDERSCORE}END${CLOSE}|^\s*(${MARKER_NAMES})${UNDERSCORE}(START|END)\s*$|^\s*(INTERNAL${UNDERSCORE}STATE)\s*$|${CLOSE}\s*$`,
  'giu',
);

const headingKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .replace(/\b(?:and|amp)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const HEADINGS = new Map<string, SaveSectionId>([
  ...Object.entries(SAVE_SECTIONS).flatMap(([id, { heading }]): [string, SaveSectionId][] =>
    heading ? [[headingKey(heading), id as SaveSectionId]] : [],
  ),
  ['factions', 'world_state'],
  ['locations', 'locations'],
  ['objectives', 'objectives'],
  ['quests', 'objectives'],
  ['inventory', 'inventory'],
  ['safety', 'safety_settings'],
  ['hooks', 'next_session_hooks'],
  ['key decisions', 'key_decisions'],
  ['npc relationships', 'npc_relationships'],
  ['player characters', 'player_character'],
]);

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const SUB_KEYS = [...COMPANION_KEYS, ...PLACE_KEYS, ...QUEST_KEYS, ...DECISION_KEYS]
  .map(([key]) => escaped(key))
  .join('|');
const BOLD_KEYS = [...HEADER_KEYS, ...CHARACTER_KEYS.map(([key]) => key), ...INVENTORY_KEYS, ...SAFETY_KEYS]
  .map(escaped)
  .join('|');
const HEADING_WORDS = Object.values(SAVE_SECTIONS)
  .flatMap((s) => (s.heading ? [escaped(s.heading)] : []))
  .join('|');
// Where a line that was run together is cut again.
const JOINS = new RegExp(
  String.raw`\s(?=#{1,3} (?:${HEADING_WORDS})(?:\s|$)|[-•*+] \*\*|\d{1,5}\. \*\*|[-•*+] (?:${SUB_KEYS}):|\*\*(?:${BOLD_KEYS}):?\*\*)`,
  'gu',
);
const STRUCTURE = new RegExp(
  String.raw`^(?:#|[-•*+–] |\d{1,5}\. |<|\*\*(?:${BOLD_KEYS}):?\*\*|(?:${SUB_KEYS}):|SETTINGS|GAUGES|&lt;)`,
  'u',
);
const RECORD_START = /^\s{0,4}\{["“”]kind["“”]/;
// Nothing of the format has none of these.
const MAY_MATTER = /[*#<|:&{↔•-]|_(?:START|END|STATE)/;

/** Calls back for every line of the file in order. `onOther` gets what cannot be of the format: line number, and its place in the text. */
export const readSaveLines = (
  source: string,
  onLine: (line: SaveLine) => void,
  onOther: (line: number, start: number, end: number) => void,
): void => {
  let inRecords = false;
  let number = 0;
  // Headings without their signs are taken for headings only where the file has lost all of these.
  let hasHeadings = false;
  const emit = (line: SaveLine): void => {
    if (line.type === 'heading' && line.text.startsWith('#')) hasHeadings = true;
    onLine(line);
  };
  for (let start = 0; start <= source.length;) {
    const found = source.indexOf('\n', start);
    const end = found === -1 ? source.length : found;
    number += 1;
    const place = [number, start, end] as const;
    const length = end - start;
    start = end + 1;
    if (length > LONGEST_LINE) {
      if (RECORD_START.test(source.slice(place[1], place[1] + 40)))
        onLine({ type: 'record', line: number, text: source.slice(place[1], end) });
      else onOther(...place);
      continue;
    }
    const raw = source.slice(place[1], end).replace(/\r$/, '');
    if (raw.trim() === '') {
      if (end < source.length || raw !== '') onLine({ type: 'blank', line: number, text: '' });
      continue;
    }
    if (RECORD_START.test(raw) || (inRecords && !/EMBERKEEP.END/.test(raw))) {
      inRecords = true;
      onLine({ type: 'record', line: number, text: raw });
      continue;
    }
    inRecords = false;
    const text = shield(raw.trim());
    if (!MAY_MATTER.test(text)) {
      onLine({ type: 'text', line: number, text, length, isLast: found === -1 });
      continue;
    }
    let from = 0;
    MARKER.lastIndex = 0;
    const rest = (piece: string): void => {
      if (piece.trim() !== '')
        for (const part of piece.trim().split(JOINS))
          plainLine(part.trim(), { line: number, length, isLast: found === -1 }, hasHeadings, emit);
    };
    for (const match of text.matchAll(MARKER)) {
      rest(text.slice(from, match.index));
      from = match.index + match[0].length;
      const [, marker, side, state, end1, bare, bareSide, bareState] = match;
      const name = (marker ?? bare ?? '').toUpperCase().replace(/[\s\u{F005F}]/gu, '_');
      if (state || bareState) onLine({ type: 'start', section: 'internal_state', line: number, text: match[0] });
      else if (end1) onLine({ type: 'end', section: 'emberkeep_records', line: number, text: match[0] });
      else if (name) {
        const isStart = (side ?? bareSide ?? '').toUpperCase() === 'START';
        onLine({ type: isStart ? 'start' : 'end', section: MARKERS.get(name)!, line: number, text: match[0] });
        if (name === 'EMBERKEEP') inRecords = isStart;
      } else onLine({ type: 'close', line: number, text: match[0] });
    }
    rest(text.slice(from));
  }
};

const plainLine = (
  text: string,
  place: { line: number; length: number; isLast: boolean },
  hasHeadings: boolean,
  onLine: (line: SaveLine) => void,
): void => {
  const { line } = place;
  const heading = /^(#{1,4})\s+(.*)$/s.exec(text);
  if (heading) {
    const words = heading[2] as string;
    const section = HEADINGS.get(headingKey(words));
    if (!section && /session summary/i.test(words)) onLine({ type: 'title', line, text: words });
    else onLine({ type: 'heading', section: section ?? null, line, text });
    return;
  }
  // A client that shows Markdown and copies what it shows leaves the words of a heading alone.
  const bare = !hasHeadings && text.length < 60 ? HEADINGS.get(headingKey(text)) : undefined;
  if (bare && /^[A-Z][\w&\- ]+$/.test(text) && SAVE_SECTIONS[bare].heading.length === text.length)
    onLine({ type: 'heading', section: bare, line, text });
  else onLine({ type: 'text', text, ...place });
};

/** Whether a line begins something of the format, and so is never the rest of the line before it. */
export const isStructural = (text: string): boolean => STRUCTURE.test(text);
