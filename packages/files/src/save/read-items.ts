// Reads one line of the campaign file as an item of its section, into a SaveDocument. Lines are shielded (escape.ts).
import { plainText } from './escape.ts';
import {
  addExtra,
  ARROW,
  BULLET,
  DUE,
  normalKey,
  readEntries,
  readKeyed,
  readName,
  readPairs,
  readPossession,
  valueOf,
} from './line-parts.ts';
import { readState } from './read-state.ts';
import { createRepairs, type Repairs } from './repairs.ts';
import {
  CHARACTER_KEYS,
  COMPANION_KEYS,
  CUSTOM_UNIVERSE,
  DECISION_KEYS,
  HOOK_KEYS,
  LOCATION_KEYS,
  QUEST_KEYS,
  type CampaignFileData,
  type SaveExtras,
  type SavePossession,
  type SaveSectionId,
} from './save-document.ts';

/** `said`: read into the document. `repaired`: read, with a remark. Null: not an item of its section. */
export type ItemOutcome = 'said' | 'repaired' | null;

/** A line without its bullet. */
export interface ItemLine {
  body: string;
  /** True if it had a bullet or starts in bold. */
  isItem: boolean;
  /** True if it began with a space, as lines below an item do. */
  isIndented: boolean;
  /** True if it began with the number of a list. */
  isNumbered: boolean;
}

/** Reads a line of one section; false if it is not an item of that section. */
type ReadItem = (line: ItemLine, save: CampaignFileData, repairs: Repairs) => boolean;

/** Most items of one section: a file with more is not a campaign. */
const MAX_ITEMS = 20_000;
const MAX_SESSION = 1_000_000;

const ATTITUDES = ['Hostile', 'Neutral', 'Friendly'];
const CONDITIONS = ['Alive', 'Injured', 'Missing', 'Dead'];
const WHEREABOUTS = ['With player', 'Elsewhere'];
const LOCATION_STATUSES = ['Safe', 'Dangerous', 'Unknown'];
const QUEST_TYPES = ['Main', 'Side', 'Personal'];
const QUEST_STATUSES = ['Active', 'Complete', 'Failed'];

/** `**One** ↔ **Other**: type - note`. */
const RELATIONSHIP = /^(.*?)\s{0,4}(?:↔|<->|<=>)\s{0,4}(.*)$/su;
const BOLD_END = /^\*\*(.+?)\*\*(?:\s?:)?\s*(.*)$/su;
const PLAIN_END = /^([^:]{1,300}):\s*(.*)$/su;
const TYPE_AND_NOTE = /^(?:(.*?)\s+)?[-–—](?:\s+(.*))?$/su;

/** Adds a line below an item, `- Key: value`, to the last item. False if its key is none of `keys`. */
const readSubKey = <T extends object>(
  items: readonly T[],
  keys: readonly (readonly [string, keyof T])[],
  { body }: ItemLine,
): boolean => {
  const line = readKeyed(body);
  const field = line && keys.find(([key]) => normalKey(key) === line.key)?.[1];
  const last = items.at(-1);
  if (!line || !field || !last) return false;
  // A key may come twice if a line was broken: both values count.
  last[field] = [last[field], valueOf(line.value)].filter(Boolean).join('\n') as T[keyof T];
  return true;
};

/**
 * The key and value of a line below an item whose key the format does not know: `- Fear: rats`. Null for an item of its
 * own.
 */
const readUnknownKey = (items: readonly unknown[], { body, isIndented }: ItemLine): [string, string] | null => {
  const line = readKeyed(body);
  if (items.length === 0 || !line || body.includes('|') || (line.isBold && !isIndented)) return null;
  return [plainText(body.slice(0, body.indexOf(':')).replaceAll('*', '')), valueOf(line.value)];
};

/** Keeps a line with an unknown key with the item above it. */
const readExtra = (items: readonly SaveExtras[], line: ItemLine): boolean => {
  const last = items.at(-1);
  const unknown = readUnknownKey(items, line);
  if (!last || !unknown) return false;
  addExtra((last.more ??= {}), ...unknown);
  return true;
};

/** Keeps a line with an unknown key in a text of the item above it. */
const readInto = <T extends object>(items: readonly T[], field: keyof T, line: ItemLine): boolean => {
  const last = items.at(-1);
  const unknown = readUnknownKey(items, line);
  if (!last || !unknown) return false;
  last[field] = [last[field], unknown.join(': ')].filter(Boolean).join('\n') as T[keyof T]; // reason: texts only
  return true;
};

/** The name and pairs of an item; null if the line is not one. */
const readItemWithPairs = ({ body, isItem }: ItemLine) => {
  const { name, rest } = readName(body);
  return isItem && name !== '' ? { name, pairs: readPairs(rest) } : null;
};

const readAdultMode = (text: string, save: CampaignFileData, repairs: Repairs): void => {
  if (text === '') return;
  const isOn = /^(?:enabled|true|on|yes)$/i.test(text);
  // The setting in the internal state is the one the app reads; the header is for people.
  if (save.adultMode !== null && save.adultMode !== isOn)
    repairs.remark('The file gave two values for adult mode, so the setting was kept.');
  else save.adultMode = isOn;
};

const readHeader: ReadItem = ({ body }, save, repairs) => {
  const line = readKeyed(body);
  if (!line) return false;
  const text = valueOf(line.value);
  switch (line.key) {
    case 'character':
      save.character = text;
      return true;
    case 'location':
      save.location = text;
      return true;
    case 'session':
      save.session = text === '' ? null : repairs.number('Session', text, 0, MAX_SESSION);
      return true;
    case 'universe':
      save.universe = text.toLowerCase() === CUSTOM_UNIVERSE.toLowerCase() ? '' : text;
      return true;
    case 'adult mode':
      readAdultMode(text, save, repairs);
      return true;
    default:
      return false;
  }
};

const readCharacter: ReadItem = (item, { characters }) => {
  const line = readKeyed(item.body);
  const field = line && CHARACTER_KEYS.find(([key]) => normalKey(key) === line.key)?.[1];
  // Every key of a character is in bold, one that the format does not know, too.
  if (line && !field) return readExtra(characters, { ...item, isIndented: true });
  if (!line || !field) return false;
  // Each name starts another character.
  if (characters.length === 0 || field === 'name')
    characters.push({ name: '', origin: '', appearance: '', motivation: '', moralLine: '', hiddenWeakness: '' });
  characters.at(-1)![field] = valueOf(line.value);
  return true;
};

const readFaction: ReadItem = (line, save, repairs) => {
  if (readExtra(save.factions, line)) return true;
  const item = readItemWithPairs(line);
  if (!item) return false;
  const { name, pairs } = item;
  save.factions.push({
    name,
    power: repairs.number(`Power of ${name}`, pairs.get('power'), 0, 10),
    attitude: repairs.oneOf(`Attitude of ${name}`, ATTITUDES, pairs.get('attitude'), 'Neutral'),
    territory: pairs.get('territory') ?? '',
    ...pairs.without(['power', 'attitude', 'territory']),
  });
  return true;
};

const readCompanion: ReadItem = (line, save, repairs) => {
  if (readSubKey(save.companions, COMPANION_KEYS, line) || readExtra(save.companions, line)) return true;
  const item = readItemWithPairs(line);
  if (!item) return false;
  const { name, pairs } = item;
  save.companions.push({
    name,
    trust: repairs.number(`Trust of ${name}`, pairs.get('trust'), 0, 10),
    status: repairs.oneOf(`Status of ${name}`, CONDITIONS, pairs.get('status'), 'Alive'),
    location: repairs.oneOf(`Location of ${name}`, WHEREABOUTS, pairs.get('location'), 'With player'),
    lastInteraction: '',
    hiddenAgenda: '',
    ...pairs.without(['trust', 'status', 'location']),
  });
  return true;
};

const readRelationship: ReadItem = ({ body, isItem }, save) => {
  const ends = RELATIONSHIP.exec(body);
  if (!isItem || !ends) return false;
  const second = ends[2]!;
  const end = BOLD_END.exec(second) ?? PLAIN_END.exec(second);
  const said = end?.[2] ?? '';
  const parts = TYPE_AND_NOTE.exec(said);
  const a = readName(ends[1]!).name;
  const b = valueOf(end?.[1] ?? second);
  if (a === '' || b === '') return false;
  save.npcRelationships.push({ a, b, type: valueOf(parts ? parts[1] : said), note: valueOf(parts?.[2]) });
  return true;
};

const readLocation: ReadItem = (line, save, repairs) => {
  if (readSubKey(save.locations, LOCATION_KEYS, line) || readExtra(save.locations, line)) return true;
  const item = readItemWithPairs(line);
  if (!item) return false;
  const { name, pairs } = item;
  save.locations.push({
    name,
    status: repairs.oneOf(`Status of ${name}`, LOCATION_STATUSES, pairs.get('status'), 'Unknown'),
    owner: pairs.get('owner') ?? '',
    present: '',
    secrets: '',
    ...pairs.without(['status', 'owner']),
  });
  return true;
};

const readQuest: ReadItem = (line, save, repairs) => {
  if (readSubKey(save.quests, QUEST_KEYS, line) || readInto(save.quests, 'progress', line)) return true;
  const item = readItemWithPairs(line);
  if (!item) return false;
  const { name, pairs } = item;
  save.quests.push({
    objective: name,
    type: repairs.oneOf(`Type of ${name}`, QUEST_TYPES, pairs.get('type'), 'Main'),
    status: repairs.oneOf(`Status of ${name}`, QUEST_STATUSES, pairs.get('status'), 'Active'),
    goal: '',
    stakes: '',
    progress: Object.entries(pairs.without(['type', 'status']).more ?? {})
      .map((pair) => pair.join(': '))
      .join('\n'),
  });
  return true;
};

/** The lists of the inventory: its key items and its gear may be items of a list below their key. */
const readInventory = (
  { body, isItem }: ItemLine,
  { inventory }: CampaignFileData,
  open: { list: SavePossession[] | null },
): boolean => {
  const line = readKeyed(body);
  const list = line?.key === 'key items' ? inventory.keyItems : line?.key === 'weapons/gear' ? inventory.gear : null;
  if (!list && line?.key !== 'currency' && isItem && open.list && !body.startsWith('**')) {
    open.list.push(readPossession(body));
    return true;
  }
  open.list = list;
  if (line?.key === 'currency') inventory.currency = valueOf(line.value);
  else if (line && list) list.push(...readEntries(line.value).map(readPossession));
  else return false;
  return true;
};

const readDecision: ReadItem = (line, save) => {
  if (readSubKey(save.decisions, DECISION_KEYS, line)) return true;
  if (!line.isNumbered && readInto(save.decisions, 'world', line)) return true;
  const { name } = readName(line.body);
  if (!line.isItem || name === '') return false;
  save.decisions.push({ decision: name, world: '', relationships: '', delayed: '' });
  return true;
};

/** `Session 5: trigger → effect`; a line without an arrow is all effect. */
const readConsequence: ReadItem = ({ body, isItem }, save) => {
  const due = DUE.exec(body);
  if (!due && !(isItem && ARROW.test(body))) return false;
  const [first, ...others] = (due?.[2] ?? body).split(ARROW);
  const [trigger, effect] = others.length > 0 ? [first, others.join(' → ')] : ['', first];
  save.pendingConsequences.push({
    session: due && /^\d{1,7}$/.test(due[1]!) ? Number(due[1]) : null,
    trigger: valueOf(trigger),
    effect: valueOf(effect),
  });
  return true;
};

const readSafety: ReadItem = ({ body }, save) => {
  const line = readKeyed(body);
  if (line?.key === 'lines') save.lines.push(...readEntries(line.value).map(plainText));
  else if (line?.key === 'veils') save.veils.push(...readEntries(line.value).map(plainText));
  else return false;
  return true;
};

const readHook: ReadItem = ({ body, isItem }, save) => {
  // Without a bullet, a line of prose is a hook; half a marker is not.
  if (!isItem && !/^\p{L}/u.test(body)) return false;
  const line = readKeyed(body);
  const kind = HOOK_KEYS.find(([key]) => normalKey(key) === line?.key)?.[1];
  const text = valueOf(kind ? line?.value : body);
  if (text !== '') save.hooks.push({ kind: kind ?? '', text });
  return true;
};

/** How a section reads its lines, and how many items it has so far. */
interface SectionReader {
  read: ReadItem;
  count(save: CampaignFileData): number;
}

const SECTION_READERS: Partial<Record<SaveSectionId, SectionReader>> = {
  header: { read: readHeader, count: () => 0 },
  player_character: { read: readCharacter, count: (s) => s.characters.length },
  world_state: { read: readFaction, count: (s) => s.factions.length },
  companions: { read: readCompanion, count: (s) => s.companions.length },
  npc_relationships: { read: readRelationship, count: (s) => s.npcRelationships.length },
  locations: { read: readLocation, count: (s) => s.locations.length },
  objectives: { read: readQuest, count: (s) => s.quests.length },
  inventory: { read: () => false, count: (s) => s.inventory.keyItems.length + s.inventory.gear.length },
  key_decisions: { read: readDecision, count: (s) => s.decisions.length },
  pending_consequences: { read: readConsequence, count: (s) => s.pendingConsequences.length },
  safety_settings: { read: readSafety, count: (s) => s.lines.length + s.veils.length },
  next_session_hooks: { read: readHook, count: (s) => s.hooks.length },
  internal_state: {
    read: ({ body }, save, repairs) => readState(body, save, repairs),
    count: (s) => s.gauges.length,
  },
};

/** Reads items into a document. `onRemark` is called with a sentence for every value that had to change. */
export const createItemReader = (
  save: CampaignFileData,
  onRemark: (sentence: string) => void,
): ((section: SaveSectionId, text: string, isIndented?: boolean) => ItemOutcome) => {
  const repairs = createRepairs(onRemark);
  const open: { list: SavePossession[] | null } = { list: null };
  return (section, text, isIndented = false) => {
    const reader = SECTION_READERS[section];
    if (!reader || reader.count(save) >= MAX_ITEMS) return null;
    const body = text.replace(BULLET, '').trim();
    repairs.reset();
    const isItem = body !== text || body.startsWith('**');
    const line = { body, isItem, isIndented, isNumbered: /^\d/.test(text) };
    const isRead = section === 'inventory' ? readInventory(line, save, open) : reader.read(line, save, repairs);
    if (!isRead) return null;
    return repairs.hasRepaired ? 'repaired' : 'said';
  };
};
