// Owns the table document: what the players read, one entry for each evening, person and clock. Written from the players'
// view and from nothing else; read as hostile bytes. Invariant: an entry that is in the document and not in the view goes.
import type * as Y from 'yjs';
import {
  CLOCK,
  GOAL,
  playerSessions,
  playerView,
  STATS,
  type NoteNode,
  type PlayerSession,
  type PlayerView,
  type PlayerViewSource,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { CampaignDocs } from './campaign-docs.ts';
import {
  campaignOf,
  listEntities,
  listRecords,
  listSessions,
  noteName,
  readNote,
  type BodySnapshots,
} from './commands/index.ts';

const ROOT = 'table';
const ABOUT = 'about';
const entries = (view: PlayerView): Map<string, unknown> =>
  new Map<string, unknown>([
    [ABOUT, { name: view.name, currency: view.currency }],
    ...view.sessions.map((s): [string, unknown] => [`session/${s.id}`, s]),
    ...view.entities.map((e): [string, unknown] => [`entity/${e.id}`, e]),
    ...view.clocks.map((c): [string, unknown] => [`clock/${c.id}`, c]),
  ]);

/**
 * What the players may read of a campaign as it is on this device. `eventsOf` gives an evening's events; they are asked for one
 * evening at a time, so that a key typed meanwhile is on the screen.
 */
export const tableView = async (
  docs: CampaignDocs,
  eventsOf: (sessionId: string) => Promise<readonly TimelineEvent[]>,
  snapshots?: BodySnapshots,
): Promise<PlayerView> => {
  const campaign = campaignOf(docs);
  const source: PlayerViewSource = {
    campaign: { name: campaign?.name ?? '', currency: campaign?.currency ?? '' },
    sessions: [],
    entities: listEntities(docs),
    clocks: listRecords(docs.ledger, CLOCK),
    goals: listRecords(docs.ledger, GOAL),
    events: () => [],
    text: (id, name) => readNote(docs.ledger, noteName(id, name)),
  };
  const sessions: PlayerSession[] = [];
  for (const each of listSessions(docs, snapshots)) {
    if (each.deleted || !each.isPublished) continue;
    const events = await eventsOf(each.id);
    sessions.push(...playerSessions({ ...source, sessions: [each], events: () => events }));
  }
  return { ...playerView(source), sessions };
};

/** Makes the document say what the view says; null empties it. Writes what differs and nothing else; gives how many entries that were. */
export const writeTable = (doc: Y.Doc, view: PlayerView | null): number => {
  const map = doc.getMap<unknown>(ROOT);
  const wanted = view ? entries(view) : new Map<string, unknown>();
  let changed = 0;
  doc.transact(() => {
    for (const key of [...map.keys()]) {
      if (wanted.has(key)) continue;
      map.delete(key);
      changed += 1;
    }
    for (const [key, value] of wanted) {
      // Through JSON: what lies in the document is what a reader gets, without a field that is undefined.
      const text = JSON.stringify(value);
      if (JSON.stringify(map.get(key)) === text) continue;
      map.set(key, JSON.parse(text));
      changed += 1;
    }
  });
  return changed;
};

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const line = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const perhaps = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const many = <T>(value: unknown, read: (item: unknown) => T): T[] => (Array.isArray(value) ? value.map(read) : []);
const lines = (value: unknown): string[] => many(value, line).filter((text) => text !== '');

/** Deeper than any list that somebody wrote; a note that goes on was made to break its reader. */
const DEPTH = 24;
const nodes = (value: unknown, depth = 0): NoteNode[] =>
  depth > DEPTH
    ? []
    : many(value, (item): NoteNode => {
        const node = fields(item);
        return {
          type: line(node['type']),
          ...(typeof node['text'] === 'string' ? { text: node['text'] } : {}),
          ...(node['attrs'] ? { attrs: fields(node['attrs']) } : {}),
          ...(node['content'] ? { content: nodes(node['content'], depth + 1) } : {}),
          ...(node['marks']
            ? {
                marks: many(node['marks'], (mark) => ({
                  type: line(fields(mark)['type']),
                  attrs: fields(fields(mark)['attrs']),
                })),
              }
            : {}),
        };
      });

const session = (value: unknown): PlayerSession => {
  const s = fields(value);
  const [exploration, social, stats] = [fields(s['exploration']), fields(s['social']), fields(s['stats'])];
  return {
    id: line(s['id']),
    number: amount(s['number']),
    title: line(s['title']),
    date: line(s['date']),
    minutes: perhaps(s['minutes']),
    objectives: lines(s['objectives']),
    present: lines(s['present']),
    recap: nodes(s['recap']),
    timeline: many(s['timeline'], (item) => ({
      at: amount(fields(item)['at']),
      type: line(fields(item)['type']),
      line: line(fields(item)['line']),
    })),
    combats: many(s['combats'], (item) => {
      const c = fields(item);
      return {
        name: line(c['name']),
        rounds: perhaps(c['rounds']),
        outcome: line(c['outcome']),
        dealt: amount(c['dealt']),
        taken: amount(c['taken']),
      };
    }),
    exploration: { places: lines(exploration['places']), rooms: lines(exploration['rooms']) },
    social: { met: lines(social['met']), quotes: lines(social['quotes']) },
    stats: Object.fromEntries(STATS.map((name) => [name, amount(stats[name])])) as PlayerSession['stats'],
    goals: many(s['goals'], (item) => ({
      name: line(fields(item)['name']),
      status: line(fields(item)['status']),
      words: line(fields(item)['words']),
    })),
  };
};

/** What the document says, evenings by number; null where nothing is published. Reads any bytes. */
export const readTable = (doc: Y.Doc): PlayerView | null => {
  const map = doc.getMap<unknown>(ROOT);
  if (!map.has(ABOUT)) return null;
  const about = fields(map.get(ABOUT));
  const under = (kind: string): unknown[] =>
    [...map.entries()].flatMap(([key, value]) => (key.startsWith(`${kind}/`) ? [value] : []));
  return {
    name: line(about['name']),
    currency: line(about['currency']),
    sessions: under('session')
      .map(session)
      .sort((a, b) => a.number - b.number),
    entities: under('entity')
      .map(fields)
      .map((e) => ({
        id: line(e['id']),
        name: line(e['name']),
        entityType: line(e['entityType']),
        aliases: lines(e['aliases']),
        description: nodes(e['description']),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    clocks: under('clock')
      .map(fields)
      .map((c) => ({
        id: line(c['id']),
        name: line(c['name']),
        segments: Math.min(24, Math.max(1, Math.round(amount(c['segments'])))),
        filled: perhaps(c['filled']),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  };
};
