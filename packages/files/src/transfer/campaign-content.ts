// Imports campaign JSON, whose sessions carry their players, events, scenes and suggestions, and Fantasy-Calendar.
import {
  furtherProgress,
  META_ID,
  nameKey,
  plural,
  RECORDS,
  STANDING_LABELS,
  standingOf,
  type NoteNode,
  type SessionStatus,
  type Stage,
} from '@emberkeep/domain';
import type { ImportedCampaign, ImportedFaction, ImportedSession } from '../campaign-import/index.ts';
import { readFantasyCalendar } from '../fantasy-calendar.ts';
import { textToNote } from '../text-to-note.ts';
import { bodyItems, createEventKeys, type ItemMakers } from './campaign-body.ts';
import { createCharacterItems, importedId, type CharacterItems } from './campaign-ids.ts';
import { emptyContent, type ImportedContent, type ImportedItem } from './imported-content.ts';

const factionSource = (name: string): string => `faction:${nameKey(name)}`;

/** What a faction has without being told; a faction that exists is not completed with it. */
const FACTION_DEFAULTS: Readonly<Record<string, unknown>> = {
  factionType: 'OTHER',
  importedType: '',
  hold: 'weak',
  reputation: 0,
  power: 0,
  attitude: 'Neutral',
  territory: '',
};

const factionItem = ({ name, notes, originalType, ...rest }: ImportedFaction): ImportedItem => {
  const told = Object.entries({ ...rest, importedType: originalType }).filter(
    ([field, value]) => value !== FACTION_DEFAULTS[field],
  );
  return {
    kind: 'entity',
    source: factionSource(name),
    externalId: '',
    recordId: ({ derive, campaignId }) => derive('faction', campaignId, nameKey(name)),
    lines: [`Faction: ${name}`],
    name,
    fields: { entityType: 'faction', ...Object.fromEntries(told) },
    texts: notes ? { gm_notes: textToNote(notes) } : {},
  };
};

const sessionLine = ({ fields, players, events, scenes, suggestions }: ImportedSession): string => {
  const title = fields.title ? ` · ${String(fields.title)}` : '';
  const { status, stage = 'prep' } = fields as { status?: SessionStatus; stage?: Stage };
  // In the word that lists will have for it.
  const standing = status ? ` (${STANDING_LABELS[standingOf({ status, stage }, false)]})` : '';
  const contents = (
    [
      [players, 'player'],
      [events, 'event'],
      [scenes, 'scene'],
      [suggestions, 'suggestion'],
    ] as const
  ).flatMap(([list, word]) => (list.length > 0 ? [plural(list.length, word)] : []));
  const name = fields.number ? `Session ${String(fields.number)}` : 'Session without a number';
  return `${name}${title}${standing}${contents.length > 0 ? `: ${contents.join(', ')}` : ''}`;
};

/** Who was expected and who came, as far as the file says so. */
type Attendance = Record<'roster' | 'attended' | 'arrivedLate' | 'leftEarly' | 'played' | 'characters', Marks>;
type Marks = Record<string, boolean>;

const attendanceOf = (
  { players, characterIds: present, fields: { status } }: ImportedSession,
  characters: CharacterItems,
  idOf: (source: string) => string,
): Attendance => {
  const marks: Attendance = { roster: {}, attended: {}, arrivedLate: {}, leftEarly: {}, played: {}, characters: {} };
  for (const name of present) marks.characters[idOf(characters.sourceOf(name))] = true;
  for (const { externalId, attended: told, arrivedLate, leftEarly, characterIds } of players) {
    const id = idOf(playerSource(externalId));
    // Before a session begins, nobody has missed it.
    const attended = status === 'planned' && told === false ? null : told;
    marks.roster[id] = true;
    if (attended !== null) {
      marks.attended[id] = attended;
      if (arrivedLate !== null) marks.arrivedLate[id] = attended && arrivedLate;
      if (leftEarly !== null) marks.leftEarly[id] = attended && leftEarly;
    }
    for (const name of characterIds) {
      const characterId = idOf(characters.sourceOf(name));
      marks.played[`${id}:${characterId}`] = true;
      marks.characters[characterId] = true;
    }
  }
  return marks;
};

const playerSource = (externalId: string): string => `player:${externalId}`;

const playerItems = ({ players }: ImportedSession): ImportedItem[] =>
  players.map(({ externalId, name }) => ({
    kind: 'player',
    source: playerSource(externalId),
    externalId,
    recordId: (ids) => importedId(ids, 'player', externalId),
    mode: 'only-new',
    lines: [],
    name,
    fields: { name: name || 'Player' },
    texts: {},
  }));

/** A session with the players and characters that it names, before its own item, and what its body holds after it. */
const sessionItems = (session: ImportedSession, makers: ItemMakers): ImportedItem[] => {
  const { characters } = makers;
  const { externalId, fields, lists, notes } = session;
  const ownKey = externalId || `${String(fields.number ?? '')}:${String(fields.title ?? '')}`;
  const source = `session:${ownKey}`;
  const item: ImportedItem = {
    kind: 'session',
    source,
    externalId,
    recordId: (ids) => importedId(ids, 'session', ownKey),
    mode: 'field-by-field',
    lines: [sessionLine(session)],
    name: String(fields.title ?? ''),
    fields: { ...fields, ...lists },
    texts: Object.fromEntries(Object.entries(notes).map(([name, text]) => [name, textToNote(text)])),
    lateFields: ({ idOf }) => attendanceOf(session, characters, idOf),
  };
  const played = [...session.players.flatMap(({ characterIds }) => characterIds), ...session.characterIds];
  return [...characters.itemsOf(played, 'pc'), ...playerItems(session), item, ...bodyItems(session, source, makers)];
};

const joinTexts = (a: ImportedItem['texts'], b: ImportedItem['texts']): Record<string, readonly NoteNode[]> => {
  const joined: Record<string, readonly NoteNode[]> = { ...a };
  for (const [name, nodes] of Object.entries(b))
    if (JSON.stringify(joined[name]) !== JSON.stringify(nodes)) joined[name] = [...(joined[name] ?? []), ...nodes];
  return joined;
};

const joinMarks = (
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(a).map(([name, marks]) => [name, { ...(b[name] as Marks), ...(marks as Marks) }]));

const joinFields = (a: ImportedItem['fields'], b: ImportedItem['fields']): ImportedItem['fields'] => {
  const imported = { ...(b['imported'] as object | undefined), ...(a['imported'] as object | undefined) };
  return {
    ...b,
    ...a,
    ...furtherProgress(a, b),
    ...(Object.keys(imported).length > 0 ? { imported } : {}),
  };
};

/**
 * Two parts of files about one session: the later adds what the earlier does not say, and the session is as far as
 * either says.
 */
const joinSessions = (a: ImportedItem, b: ImportedItem): ImportedItem => ({
  ...a,
  name: a.name || b.name,
  lines: [...(a.lines ?? []), ...(b.lines ?? [])],
  fields: joinFields(a.fields, b.fields),
  texts: joinTexts(a.texts, b.texts),
  lateFields: (ids) => joinMarks(a.lateFields?.(ids) ?? {}, b.lateFields?.(ids) ?? {}),
});

/** Two parts of files about one entity: the later adds what the earlier does not say. */
const joinEntities = (a: ImportedItem, b: ImportedItem): ImportedItem => ({
  ...a,
  fields: { ...b.fields, ...a.fields },
  texts: joinTexts(a.texts, b.texts),
});

const join = (a: ImportedItem, b: ImportedItem): ImportedItem =>
  a.kind === 'session' ? joinSessions(a, b) : a.kind === 'entity' ? joinEntities(a, b) : a;

const shownValue = (value: unknown): string => (typeof value === 'object' ? '' : ` “${String(value)}”`);

/** What is said of the later of two items that became one, where its values gave way; empty where none did. */
const lostByJoining = (joined: ImportedItem, later: ImportedItem): string => {
  const fields: Readonly<Record<string, { label: string }>> = RECORDS[later.kind].fields;
  const lost = Object.entries({ ...later.fields, ...(later.kind === 'entity' ? { name: later.name } : {}) })
    .filter(([field, value]) => {
      const kept = field === 'name' ? joined.name : joined.fields[field];
      return field !== 'imported' && JSON.stringify(kept) !== JSON.stringify(value);
    })
    .map(([field, value]) => `${(fields[field]?.label ?? field).toLowerCase()}${shownValue(value)}`);
  if (lost.length === 0) return '';
  const name = joined.name || RECORDS[joined.kind].label;
  return `“${name}” is there several times, and became one. Of the later ones, this gave way: ${lost.join(', ')}.`;
};

/** One item for each source, because what the files name several times is one record, and what gave way in that. */
const uniqueItems = (items: readonly ImportedItem[]): { things: ImportedItem[]; remarks: string[] } => {
  const bySource = new Map<string, ImportedItem>();
  const remarks: string[] = [];
  for (const item of items) {
    const earlier = bySource.get(item.source);
    const joined = earlier ? join(earlier, item) : item;
    bySource.set(item.source, joined);
    if (earlier) remarks.push(lostByJoining(joined, item));
  }
  return { things: [...bySource.values()], remarks: remarks.filter(Boolean) };
};

/** Imports what the files of campaign JSON hold together. */
export const importCampaigns = (campaigns: readonly ImportedCampaign[]): ImportedContent => {
  const factions = campaigns.flatMap((campaign) => campaign.factions);
  const characters = createCharacterItems(new Map(factions.map(({ name }) => [nameKey(name), factionSource(name)])));
  const makers = { characters, eventKeys: createEventKeys() };
  const sessions = campaigns.flatMap((campaign) => campaign.sessions);
  const { things, remarks } = uniqueItems([
    ...factions.map(factionItem),
    ...sessions.flatMap((session) => sessionItems(session, makers)),
  ]);
  return {
    ...emptyContent('Campaign JSON', 'json'),
    things,
    remarks: [...campaigns.flatMap((campaign) => campaign.remarks), ...remarks],
  };
};

/** Null if the text is not a Fantasy-Calendar export. */
export const importCalendar = (text: string): ImportedContent | null => {
  const read = readFantasyCalendar(text);
  if (!read.ok) return null;
  const { calendar } = read.value;
  const item: ImportedItem = {
    kind: 'campaign',
    source: 'calendar',
    recordId: () => META_ID,
    mode: 'field-by-field',
    lines: [`Calendar: ${calendar.name}, ${plural(calendar.months.length, 'month')}`],
    name: calendar.name,
    fields: { calendar },
    texts: {},
  };
  return { ...emptyContent('Fantasy-Calendar', 'json'), things: [item] };
};
