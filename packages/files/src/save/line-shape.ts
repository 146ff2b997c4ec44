// Tells the section of a line by its shape, for files whose markers and headings are damaged.
import { ARROW, BULLET, DUE, normalKey, readKeyed } from './line-parts.ts';
import {
  CHARACTER_KEYS,
  COMPANION_KEYS,
  DECISION_KEYS,
  HEADER_KEYS,
  INVENTORY_KEYS,
  LOCATION_KEYS,
  QUEST_KEYS,
  SAFETY_KEYS,
  type SaveSectionId,
} from './save-document.ts';

/** Keys of lines that stand alone. */
const SECTION_OF_KEY = new Map<string, SaveSectionId>([
  ...HEADER_KEYS.map((key) => [normalKey(key), 'header'] as const),
  ...CHARACTER_KEYS.map(([key]) => [normalKey(key), 'player_character'] as const),
  ...INVENTORY_KEYS.map((key) => [normalKey(key), 'inventory'] as const),
  ...SAFETY_KEYS.map((key) => [normalKey(key), 'safety_settings'] as const),
]);

/** Keys of lines below an item. */
const SECTION_OF_SUB_KEY = new Map<string, SaveSectionId>([
  ...COMPANION_KEYS.map(([key]) => [normalKey(key), 'companions'] as const),
  ...LOCATION_KEYS.map(([key]) => [normalKey(key), 'locations'] as const),
  ...QUEST_KEYS.map(([key]) => [normalKey(key), 'objectives'] as const),
  ...DECISION_KEYS.map(([key]) => [normalKey(key), 'key_decisions'] as const),
]);

/** Pairs that only items of one section have. */
const SECTION_OF_PAIR: readonly (readonly [RegExp, SaveSectionId])[] = [
  [/\|\s{0,4}(?:Power|Attitude|Territory)\s{0,4}:/iu, 'world_state'],
  [/\|\s{0,4}Trust\s{0,4}:/iu, 'companions'],
  [/\|\s{0,4}Owner\s{0,4}:/iu, 'locations'],
  [/\|\s{0,4}Type\s{0,4}:/iu, 'objectives'],
];

const sectionOfItem = (text: string, body: string, isItem: boolean): SaveSectionId | null => {
  if (isItem || body.startsWith('**')) {
    const pair = SECTION_OF_PAIR.find(([shape]) => shape.test(body));
    if (pair) return pair[1];
  }
  if (isItem && DUE.test(body) && ARROW.test(body)) return 'pending_consequences';
  if (isItem && body.startsWith('**') && /↔|<->/u.test(body)) return 'npc_relationships';
  return /^\d{1,6}[.)]\s+\*\*/u.test(text) ? 'key_decisions' : null;
};

const sectionOfKeyedLine = (body: string, isItem: boolean, region: SaveSectionId | null): SaveSectionId | null => {
  const line = readKeyed(body);
  if (!line) return null;
  const main = SECTION_OF_KEY.get(line.key);
  if (main && ((line.isBold && !isItem) || main === region)) return main;
  const sub = SECTION_OF_SUB_KEY.get(line.key);
  if (!sub) return null;
  // In prose and hooks, a bullet with a key is text.
  const isSub = isItem ? region !== 'next_session_hooks' && region !== 'current_situation' : sub === region;
  return isSub ? sub : null;
};

/**
 * The section that a line can only be of, by its shape; null if only its place can tell. `region`: the section the
 * line is in, by the markers and headings before it.
 */
export const shapeOf = (text: string, region: SaveSectionId | null): SaveSectionId | null => {
  const body = text.replace(BULLET, '');
  const isItem = body !== text;
  return sectionOfItem(text, body, isItem) ?? sectionOfKeyedLine(body, isItem, region);
};
