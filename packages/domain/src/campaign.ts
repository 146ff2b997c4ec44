// Owns what one table shares: the campaign's own facts and the names of its documents (= rooms on the relay).
import {
  counter,
  defineRecord,
  flag,
  json,
  line,
  openChoice,
  paragraph,
  ref,
  refs,
  tags,
  type RecordOf,
} from './fields.ts';

/** The systems to choose from, in the words of their players; what each brings is data in game-systems/. */
export const GAME_SYSTEM_CHOICES = [
  { id: 'dnd-5e', name: '5e' },
  { id: 'coc-7e', name: 'Call of Cthulhu 7e' },
  { id: 'gurps-4e', name: 'GURPS 4e' },
  { id: 'fitd', name: 'Forged in the Dark' },
  { id: 'custom', name: 'Another one' },
] as const;

/**
 * The campaign's own facts: one record with the id `META_ID`. `name` is what the GM typed, never used as a file name or id.
 * `gameTime` is whole seconds since Day 0, stepped by whoever advances time; `calendar` is a Calendar (calendar.ts) or null.
 */
export const CAMPAIGN = defineRecord({
  kind: 'campaign',
  root: 'campaign',
  home: 'ledger',
  label: 'Campaign',
  plural: 'Campaigns',
  title: 'name',
  fields: {
    name: line('table', 'Name'),
    system: openChoice(
      'table',
      'Game system',
      GAME_SYSTEM_CHOICES.map((c) => c.id),
      '',
    ),
    universe: line('table', 'Universe'),
    currency: line('table', 'Currency word'),
    situation: paragraph('table', 'Current situation'),
    locationId: ref('table', 'Where the party is', 'entity'),
    spotlightId: ref('table', 'Spotlight character', 'entity'),
    primaryGm: line('gm', 'Primary GM'),
    gms: tags('gm', 'GMs'),
    entityTypes: tags('gm', 'Own entity types'),
    usesGauges: flag('gm', 'Use gauges'),
    usesAdultMode: flag('gm', 'Adult mode is a setting of this campaign'),
    isAdult: flag('gm', 'Adult mode'),
    /** What players may know is written to the table document. */
    isOpenToPlayers: flag('gm', 'Players may read along', { input: 'hidden' }),
    notice: paragraph('gm', 'Notes on what was imported'),
    calendar: json('table', 'Calendar'),
    gameTime: counter('gm', 'Game time', { min: 0, max: 1e12, input: 'hidden' }),
    /** Contradictions that a GM has settled, by their ids. */
    settledConflicts: tags('gm', 'Settled contradictions', { input: 'hidden' }),
    knownIds: refs('table', 'Known to the table', 'entity'),
  },
});
export type Campaign = RecordOf<typeof CAMPAIGN>;

/** The id of the one campaign record. */
export const META_ID = 'campaign';

/** Longest name a GM may give to a campaign, session, scene or entity, in UTF-16 units: longer is a note, not a name. */
export const NAME_MAX_LENGTH = 200;

/** Trims and folds white space; null when nothing is left. Over-long names are cut, so that an import never fails on one. */
export const cleanName = (text: string): string | null =>
  text.replace(/\s+/g, ' ').trim().slice(0, NAME_MAX_LENGTH).trim() || null;

/** A document of a campaign; `room` is its name on disk and on the relay. */
export type DocumentRef =
  | { kind: 'ledger'; campaignId: string }
  | { kind: 'session'; campaignId: string; sessionId: string }
  | { kind: 'table'; campaignId: string };

/** `campaign/<id>`, `campaign/<id>/session/<id>` or `campaign/<id>/table`. */
export const roomOf = (ref: DocumentRef): string => {
  const base = `campaign/${ref.campaignId}`;
  return ref.kind === 'ledger' ? base : ref.kind === 'table' ? `${base}/table` : `${base}/session/${ref.sessionId}`;
};

const ROOM = /^campaign\/([0-9a-f-]{36})(?:\/(table)|\/session\/([0-9a-f-]{36}))?$/;

/** The inverse of {@link roomOf}; null for anything else, so that a hostile room name opens nothing. */
export const readRoom = (room: string): DocumentRef | null => {
  const match = ROOM.exec(room);
  if (!match) return null;
  const campaignId = match[1] as string;
  if (match[2]) return { kind: 'table', campaignId };
  if (match[3]) return { kind: 'session', campaignId, sessionId: match[3] };
  return { kind: 'ledger', campaignId };
};
