// A campaign: its own record, and the names of its documents, which are also the names of rooms at the relay.
import { counter } from './counter.ts';
import { entries, flag, hidden, json, line, openChoice, paragraph, ref, refs, tags } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

/**
 * The game systems to choose from, each with its word for money. The data of each is in game-systems/, which pages that
 * only list them do not load.
 */
export const GAME_SYSTEM_CHOICES = [
  { id: 'dnd-5e', name: '5e', currency: 'gp' },
  { id: 'coc-7e', name: 'Call of Cthulhu 7e', currency: 'dollars' },
  { id: 'gurps-4e', name: 'GURPS 4e', currency: '$' },
  { id: 'fitd', name: 'Forged in the Dark', currency: 'coin' },
  { id: 'custom', name: 'Other', currency: 'coins' },
] as const;

/**
 * A campaign has one such record, with the id `META_ID`. `name` is what the GM typed; it is never used as a file name or id.
 * `gameTime` is whole seconds since Day 0; `calendar` is a Calendar or null.
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
    currency: line('table', 'Currency name'),
    situation: paragraph('table', 'Current situation'),
    locationId: ref('table', 'Party location', 'entity'),
    spotlightId: ref('table', 'Spotlight character', 'entity'),
    primaryGm: line('gm', 'Primary GM'),
    gms: tags('gm', 'GMs'),
    entityTypes: tags('gm', 'Custom entity types'),
    usesGauges: flag('gm', 'Use gauges'),
    usesAdultMode: flag('gm', 'Enable adult mode setting'),
    isAdult: flag('gm', 'Adult mode'),
    /** The player view is published to the table document. */
    isOpenToPlayers: flag('gm', 'Share with players', { input: 'hidden' }),
    notice: paragraph('gm', 'Import notes'),
    calendar: json('table', 'Calendar'),
    gameTime: counter('gm', 'Game time', { min: 0, max: 1e12, input: 'hidden' }),
    /** A drawn cover in words, or the hash of a picture; empty for the one that comes from the campaign's id. */
    cover: hidden('gm', 'Cover'),
    /** The pictures of notes, by the hashes of their files. Read them with `namedPicture`. */
    notePictures: entries('gm', 'Pictures in notes', { input: 'hidden' }),
    /** Ids of the contradictions that a GM has settled. */
    settledConflicts: tags('gm', 'Settled contradictions', { input: 'hidden' }),
    knownIds: refs('table', 'Known to players', 'entity'),
  },
});
export type Campaign = RecordOf<typeof CAMPAIGN>;

const choiceOf = (system: string) => GAME_SYSTEM_CHOICES.find(({ id }) => id === system);

/** What a campaign calls money: its own word, else its system's. */
export const currencyOf = (campaign: Pick<Campaign, 'currency' | 'system'> | null | undefined): string =>
  campaign?.currency || choiceOf(campaign?.system ?? '')?.currency || 'gp';

/** What a campaign is called that has no universe of its own: by its system, else "Custom". */
export const universeOf = ({ universe, system }: Pick<Campaign, 'universe' | 'system'>): string => {
  const choice = choiceOf(system);
  return universe || (choice && choice.id !== 'custom' ? choice.name : 'Custom');
};

/** The id of the one campaign record. */
export const META_ID = 'campaign';

/** Longest name of a campaign, session, scene or entity, UTF-16 units. */
export const NAME_MAX_LENGTH = 200;

/** A name with white space folded and trimmed, cut to its longest; null if nothing is left. */
export const cleanName = (text: string): string | null =>
  text.replace(/\s+/g, ' ').trim().slice(0, NAME_MAX_LENGTH).trim() || null;

/** A document of a campaign. */
export type DocumentRef =
  | { kind: 'ledger'; campaignId: string }
  | { kind: 'session'; campaignId: string; sessionId: string }
  | { kind: 'table'; campaignId: string };

/** The name of a document, on disk and at the relay: `campaign/<id>`, `…/session/<id>` or `…/table`. */
export const roomOf = (ref: DocumentRef): string => {
  const base = `campaign/${ref.campaignId}`;
  switch (ref.kind) {
    case 'ledger':
      return base;
    case 'table':
      return `${base}/table`;
    case 'session':
      return `${base}/session/${ref.sessionId}`;
  }
};

const ROOM = /^campaign\/([0-9a-f-]{36})(?:\/(table)|\/session\/([0-9a-f-]{36}))?$/;

/** The inverse of {@link roomOf}; null for any other name. */
export const readRoom = (room: string): DocumentRef | null => {
  const match = ROOM.exec(room);
  if (!match) return null;
  const campaignId = match[1] as string;
  if (match[2]) return { kind: 'table', campaignId };
  if (match[3]) return { kind: 'session', campaignId, sessionId: match[3] };
  return { kind: 'ledger', campaignId };
};
