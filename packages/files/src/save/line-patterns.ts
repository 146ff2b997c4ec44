// The patterns that recognise markers, headings and the starts of lines, however a chat client or an editor changed
// them.
import {
  CHARACTER_KEYS,
  COMPANION_KEYS,
  DECISION_KEYS,
  HEADER_KEYS,
  INVENTORY_KEYS,
  LOCATION_KEYS,
  QUEST_KEYS,
  SAFETY_KEYS,
  SAVE_SECTIONS,
  type SaveSectionId,
} from './save-document.ts';

/** The section of each marker name; INTERNAL_STATE has no start and end of its own. */
const SECTION_OF_MARKER: ReadonlyMap<string, SaveSectionId> = new Map(
  Object.entries(SAVE_SECTIONS).flatMap(([id, { marker }]) =>
    marker && marker !== 'INTERNAL_STATE' ? [[marker, id as SaveSectionId]] : [],
  ),
);

/** An underscore of a marker's name, which may have become a space or been escaped (and then shielded). */
const UNDERSCORE = String.raw`[_\s\u{F005F}]`;
const NAME = [...SECTION_OF_MARKER.keys()].map((name) => name.replaceAll('_', UNDERSCORE)).join('|');
/** `<!--` and `-->`, also with spaces, as entities, or with dashes that became typographic. */
const OPEN = String.raw`(?:<|&lt;)\s{0,4}!\s{0,4}[-—–]{1,4}\s{0,8}`;
const CLOSE = String.raw`(?:\s{0,8}[-—–]{1,4}\s{0,4}(?:>|&gt;))`;
const STATE = String.raw`INTERNAL${UNDERSCORE}STATE`;
const SIDE = '(START|END)';

/**
 * Every form of a marker, in any place of a line. Groups: name and side, internal state, end of records, then the
 * same name and side, and internal state, where a line has lost its comment signs. A match without groups is a
 * closing `-->`.
 */
const MARKER = new RegExp(
  [
    `${OPEN}(?:(${NAME})${UNDERSCORE}${SIDE}|(${STATE}))${CLOSE}?`,
    `(EMBERKEEP)${UNDERSCORE}END${CLOSE}`,
    String.raw`^\s*(${NAME})${UNDERSCORE}${SIDE}\s*$`,
    String.raw`^\s*(${STATE})\s*$`,
    String.raw`${CLOSE}\s*$`,
  ].join('|'),
  'giu',
);

export interface MarkerMatch {
  type: 'start' | 'end' | 'close';
  /** Null for `close`. */
  section: SaveSectionId | null;
  text: string;
  /** Where it is in the line. */
  start: number;
  end: number;
}

/** The markers of a shielded line, in order. */
export const findMarkers = (line: string): MarkerMatch[] =>
  [...line.matchAll(MARKER)].map((match) => {
    const [text, name, side, state, endOfRecords, bareName, bareSide, bareState] = match;
    const place = { text, start: match.index, end: match.index + text.length };
    if (state || bareState) return { type: 'start', section: 'internal_state', ...place };
    if (endOfRecords) return { type: 'end', section: 'emberkeep_records', ...place };
    const marker = (name ?? bareName ?? '').toUpperCase().replace(/[\s\u{F005F}]/gu, '_');
    if (marker === '') return { type: 'close', section: null, ...place };
    const isStart = (side ?? bareSide ?? '').toUpperCase() === 'START';
    return { type: isStart ? 'start' : 'end', section: SECTION_OF_MARKER.get(marker)!, ...place };
  });

/** Headings compare by their letters alone: "Key Decisions & Consequences" without the sign and the case. */
const headingKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .replace(/\b(?:and|amp)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const SECTION_OF_HEADING = new Map<string, SaveSectionId>([
  ...Object.entries(SAVE_SECTIONS).flatMap(([id, { heading }]): [string, SaveSectionId][] =>
    heading ? [[headingKey(heading), id as SaveSectionId]] : [],
  ),
  // Short forms that chat models write.
  ['factions', 'world_state'],
  ['companion', 'companions'],
  ['situation', 'current_situation'],
  ['lines and veils', 'safety_settings'],
  ['lines veils', 'safety_settings'],
  ['pending', 'pending_consequences'],
  ['decisions', 'key_decisions'],
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

export const sectionOfHeading = (words: string): SaveSectionId | undefined => SECTION_OF_HEADING.get(headingKey(words));

const anyOf = (words: readonly string[]): string =>
  words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');

const SUB_KEY = anyOf([...COMPANION_KEYS, ...LOCATION_KEYS, ...QUEST_KEYS, ...DECISION_KEYS].map(([key]) => key));
const BOLD_KEY = anyOf([...HEADER_KEYS, ...CHARACTER_KEYS.map(([key]) => key), ...INVENTORY_KEYS, ...SAFETY_KEYS]);
const HEADING = anyOf(Object.values(SAVE_SECTIONS).flatMap(({ heading }) => (heading ? [heading] : [])));
const BOLD_KEYED = String.raw`\*\*(?:${BOLD_KEY}):?\*\*`;

/** The space before something that starts a line: where lines that were run together are split again. */
export const LINE_JOIN = new RegExp(
  String.raw`\s(?=${[
    String.raw`#{1,3} (?:${HEADING})(?:\s|$)`,
    String.raw`[-•*+] \*\*`,
    String.raw`\d{1,5}\. \*\*`,
    `[-•*+] (?:${SUB_KEY}):`,
    BOLD_KEYED,
  ].join('|')})`,
  'gu',
);

const LINE_START = new RegExp(
  `^(?:${[
    '#',
    '[-•◦▪‣*+–] ',
    String.raw`\d{1,5}\. `,
    '<',
    BOLD_KEYED,
    `(?:${SUB_KEY}):`,
    'SETTINGS',
    'GAUGES',
    '&lt;',
  ].join('|')})`,
  'u',
);

/** True if a line starts something of the format, so it cannot be the rest of a line that was broken. */
export const isStructural = (text: string): boolean => LINE_START.test(text);

/** A record is JSON on one line; its quotes may have become typographic. */
export const RECORD_START = /^\s{0,4}\{["“”]kind["“”]/;
