// The document that players read (`table` on the wire): one entry per session, entity and clock of the player view,
// and nothing else. An entry that leaves the view leaves the document. Reading treats every value as hostile.
import type * as Y from 'yjs';
import {
  compareNames,
  CLOCK,
  currencyOf,
  ENTITY,
  GOAL,
  isPictureHash,
  MAP_PINS_MAX,
  MAP_ZONES_MAX,
  ZONE_CORNERS_MAX,
  NOTE_NODES,
  playerHandouts,
  playerSessions,
  playerView,
  STATS,
  type NoteNode,
  type MapPoint,
  type PlayerHandout,
  type PlayerMap,
  type PlayerSession,
  type PlayerView,
  type PlayerViewSource,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { CampaignDocs } from './campaign-docs.ts';
import { hasGap } from './gap.ts';
import {
  campaignOf,
  deletedRecords,
  goalChangeIds,
  listEntities,
  listHandouts,
  listMaps,
  listRecords,
  listSessions,
  noteName,
  readNote,
  type BodySnapshots,
} from './commands/index.ts';

const ROOT = 'table';
const ABOUT = 'about';

const entitiesAndTexts = (docs: CampaignDocs) => ({
  entities: listEntities(docs),
  deletedEntities: deletedRecords(docs.ledger, ENTITY),
  handouts: listHandouts(docs),
  maps: listMaps(docs),
  text: (id: string, name: string): NoteNode[] => readNote(docs.ledger, noteName(id, name)),
});

/** The handouts that are shown to players now, as they may read them. */
export const buildPlayerHandouts = (docs: CampaignDocs): PlayerHandout[] => playerHandouts(entitiesAndTexts(docs));

/**
 * What players may read of a campaign, as it is on this device. `eventsOf` gives a session's events, or null
 * where its log is not here; sessions are asked for one by one, so that the page can take a key in between.
 */
export const buildPlayerView = async (
  docs: CampaignDocs,
  eventsOf: (sessionId: string) => Promise<readonly TimelineEvent[] | null>,
  snapshots?: BodySnapshots,
): Promise<PlayerView> => {
  const campaign = campaignOf(docs);
  const source: PlayerViewSource = {
    campaign: { name: campaign?.name ?? '', currency: currencyOf(campaign) },
    sessions: [],
    ...entitiesAndTexts(docs),
    clocks: listRecords(docs.ledger, CLOCK),
    goals: listRecords(docs.ledger, GOAL),
    events: () => [],
    goalChangeIds,
  };
  const sessions: PlayerSession[] = [];
  for (const each of listSessions(docs, snapshots)) {
    if (each.deleted || !each.isPublished) continue;
    const events = await eventsOf(each.id);
    sessions.push(...playerSessions({ ...source, sessions: [each], events: () => events }));
  }
  return { ...playerView(source), sessions };
};

const handoutKey = ({ id }: PlayerHandout): string => `handout/${id}`;

const entriesOf = (view: PlayerView): Map<string, unknown> =>
  new Map<string, unknown>([
    [ABOUT, { name: view.name, currency: view.currency }],
    ...view.sessions.map((s): [string, unknown] => [`session/${s.id}`, s]),
    ...view.entities.map((e): [string, unknown] => [`entity/${e.id}`, e]),
    ...view.clocks.map((c): [string, unknown] => [`clock/${c.id}`, c]),
    ...view.handouts.map((h): [string, unknown] => [handoutKey(h), h]),
  ]);

/** Undefined for a value that is no JSON, as a hostile app may store it: it is written anew. */
const jsonOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // reason: whether it is JSON is the question
  }
};

/** Makes the entries whose keys `isMeant` equal those wanted. Writes only what differs; gives how many entries that were. */
const writeEntries = (
  doc: Y.Doc,
  wanted: ReadonlyMap<string, unknown>,
  isMeant: (key: string) => boolean = () => true,
): number => {
  const map = doc.getMap<unknown>(ROOT);
  let changed = 0;
  doc.transact(() => {
    for (const key of [...map.keys()]) {
      if (wanted.has(key) || !isMeant(key)) continue;
      map.delete(key);
      changed += 1;
    }
    for (const [key, value] of wanted) {
      // Stored as plain JSON, without undefined fields, so that every reader sees the same value.
      const json = JSON.stringify(value);
      if (jsonOf(map.get(key)) === json) continue;
      map.set(key, JSON.parse(json));
      changed += 1;
    }
  });
  return changed;
};

/**
 * Makes the document equal the view; null empties it. Writes only what differs, and returns how many entries that
 * were.
 */
export const writePlayerDoc = (doc: Y.Doc, view: PlayerView | null): number =>
  writeEntries(doc, view ? entriesOf(view) : new Map());

/**
 * Makes the handouts in a document with a player view equal these, and leaves everything else as it is. Writes nothing
 * where no view is published.
 */
export const writePlayerHandouts = (doc: Y.Doc, handouts: readonly PlayerHandout[]): number => {
  if (!doc.getMap<unknown>(ROOT).has(ABOUT)) return 0;
  const wanted = new Map(handouts.map((each): [string, unknown] => [handoutKey(each), each]));
  return writeEntries(doc, wanted, (key) => key.startsWith('handout/'));
};

type Fields = Readonly<Record<string, unknown>>;

/** Whether an entry has the form in which every version wrote it. */
const isEntry = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The id in the key of an entry, which no other entry of its kind has, and its value. */
type Entry = readonly [id: string, value: unknown];

// Readers of hostile values: anything of the wrong type becomes an empty value.
const readFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
const readNumber = (value: unknown): number => readNumberOrNull(value) ?? 0;
const readNumberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const readList = <T>(value: unknown, read: (item: unknown) => T): T[] => (Array.isArray(value) ? value.map(read) : []);
const readTexts = (value: unknown): string[] => readList(value, readText).filter((text) => text !== '');

/** Deeper than any list a GM writes; a note that nests deeper was made to break its reader. */
const MAX_DEPTH = 24;

/** Only what an attribute of this version can be: a page makes elements and numbers of it. */
const readAttrs = (value: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(readFields(value)).filter(
      ([, each]) => typeof each === 'string' || typeof each === 'boolean' || readNumberOrNull(each) !== null,
    ),
  );

const readMark = (value: unknown): NonNullable<NoteNode['marks']>[number] => {
  const mark = readFields(value);
  return { type: readText(mark['type']), attrs: readAttrs(mark['attrs']) };
};

/** Whether players get nodes of this type. Of a picture they get its caption, as a paragraph (domain: player-words.ts). */
const isForPlayers = (type: string): boolean =>
  Object.hasOwn(NOTE_NODES, type) && type !== 'picture' && type !== 'pictureCaption';

/** Of a node that players do not get, which nobody honest wrote, what is in it. */
const readNode = (value: unknown, depth: number): NoteNode[] => {
  const node = readFields(value);
  const type = readText(node['type']);
  const content = node['content'] ? readNodes(node['content'], depth + 1) : null;
  const marks = node['marks'] ? { marks: readList(node['marks'], readMark) } : {};
  if (!isForPlayers(type)) {
    const text = readText(node['text']);
    return [...(text ? [{ type: 'text', text, ...marks }] : []), ...(content ?? [])];
  }
  return [
    {
      type,
      ...(typeof node['text'] === 'string' ? { text: node['text'] } : {}),
      ...(node['attrs'] ? { attrs: readAttrs(node['attrs']) } : {}),
      ...(content ? { content } : {}),
      ...marks,
    },
  ];
};

const readNodes = (value: unknown, depth = 0): NoteNode[] =>
  depth > MAX_DEPTH ? [] : readList(value, (item) => readNode(item, depth)).flat();

const readTimelineEntry = (value: unknown): PlayerSession['timeline'][number] => {
  const entry = readFields(value);
  return { at: readNumber(entry['at']), type: readText(entry['type']), line: readText(entry['line']) };
};

const readCombat = (value: unknown): PlayerSession['combats'][number] => {
  const combat = readFields(value);
  return {
    name: readText(combat['name']),
    rounds: readNumberOrNull(combat['rounds']),
    outcome: readText(combat['outcome']),
    dealt: readNumber(combat['dealt']),
    taken: readNumber(combat['taken']),
  };
};

const readGoal = (value: unknown): PlayerSession['goals'][number] => {
  const goal = readFields(value);
  return { name: readText(goal['name']), status: readText(goal['status']), words: readText(goal['words']) };
};

const readStats = (value: unknown): PlayerSession['stats'] => {
  const stats = readFields(value);
  return Object.fromEntries(STATS.map((name) => [name, readNumber(stats[name])])) as PlayerSession['stats'];
};

const readSession = ([id, value]: Entry): PlayerSession => {
  const session = readFields(value);
  const [exploration, social] = [readFields(session['exploration']), readFields(session['social'])];
  return {
    id,
    number: readNumber(session['number']),
    title: readText(session['title']),
    date: readText(session['date']),
    minutes: readNumberOrNull(session['minutes']),
    objectives: readTexts(session['objectives']),
    highlights: readTexts(session['highlights']),
    present: readTexts(session['present']),
    recap: readNodes(session['recap']),
    timeline: readList(session['timeline'], readTimelineEntry),
    combats: readList(session['combats'], readCombat),
    exploration: { places: readTexts(exploration['places']), rooms: readTexts(exploration['rooms']) },
    social: { met: readTexts(social['met']), quotes: readTexts(social['quotes']) },
    stats: readStats(session['stats']),
    goals: readList(session['goals'], readGoal),
  };
};

const readEntity = ([id, value]: Entry): PlayerView['entities'][number] => {
  const entity = readFields(value);
  return {
    id,
    name: readText(entity['name']),
    entityType: readText(entity['entityType']),
    aliases: readTexts(entity['aliases']),
    description: readNodes(entity['description']),
  };
};

const MAX_SEGMENTS = 24;

const readClock = ([id, value]: Entry): PlayerView['clocks'][number] => {
  const clock = readFields(value);
  return {
    id,
    name: readText(clock['name']),
    segments: Math.min(MAX_SEGMENTS, Math.max(1, Math.round(readNumber(clock['segments'])))),
    filled: readNumberOrNull(clock['filled']),
  };
};

const readPicture = (value: unknown): PlayerHandout['picture'] => {
  const { full, small, width, height } = readFields(value);
  if (!isPictureHash(full) || !isPictureHash(small)) return null;
  return { full, small, width: readSide(width), height: readSide(height) };
};

/** Pixels; 0 where it is not known. */
const readSide = (value: unknown): number => Math.min(MAX_SIDE, Math.max(0, readNumber(value)));
const MAX_SIDE = 100_000;

const readItems = (value: unknown, most: number): Fields[] =>
  Array.isArray(value) ? value.slice(0, most).map(readFields) : [];

const readShare = (value: unknown): number => Math.min(1, Math.max(0, readNumber(value)));
const readPlace = (value: unknown): MapPoint => {
  const { x, y } = readFields(value);
  return { x: readShare(x), y: readShare(y) };
};

const readMap = (value: unknown): PlayerMap => {
  const { pins, zones } = readFields(value);
  return {
    pins: readItems(pins, MAP_PINS_MAX).map(({ at, name }) => ({ at: readPlace(at), name: readText(name) })),
    zones: readItems(zones, MAP_ZONES_MAX).map(({ corners, name }) => ({
      corners: readItems(corners, ZONE_CORNERS_MAX).map(readPlace),
      name: readText(name),
    })),
  };
};

const readHandout = ([id, value]: Entry): PlayerHandout => {
  const handout = readFields(value);
  return {
    id,
    at: readNumber(handout['at']),
    title: readText(handout['title']),
    caption: readText(handout['caption']),
    words: readNodes(handout['words']),
    picture: readPicture(handout['picture']),
    ...(handout['map'] === undefined ? {} : { map: readMap(handout['map']) }),
  };
};

const byName = (a: { name: string }, b: { name: string }): number => compareNames(a.name, b.name);

/** Whether something in the document cannot be read, and is left out of the view. */
export const isPlayerDocDamaged = (doc: Y.Doc): boolean =>
  hasGap(doc) || [...doc.getMap<unknown>(ROOT).values()].some((value) => !isEntry(value));

/** The player view in a document, sessions by number; null when nothing is published. Accepts any content. */
export const readPlayerDoc = (doc: Y.Doc): PlayerView | null => {
  const map = doc.getMap<unknown>(ROOT);
  if (!map.has(ABOUT)) return null;
  const about = readFields(map.get(ABOUT));
  const entries = (kind: string): Entry[] =>
    [...map.entries()].flatMap(([key, value]) =>
      key.startsWith(`${kind}/`) && isEntry(value) ? [[key.slice(kind.length + 1), value] as const] : [],
    );
  return {
    name: readText(about['name']),
    currency: readText(about['currency']),
    sessions: entries('session')
      .map(readSession)
      .sort((a, b) => a.number - b.number),
    entities: entries('entity').map(readEntity).sort(byName),
    clocks: entries('clock').map(readClock).sort(byName),
    handouts: entries('handout')
      .map(readHandout)
      .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)),
  };
};
