// Entities: everyone and everything with a name. Wiki links resolve to names and aliases. All types share one record;
// the fields of a facet (faction, character, companion, place, item) are shown for the types that have it.
import { confidenceFields } from './confidence.ts';
import { counter } from './counter.ts';
import { choice, entries, flag, hidden, line, maybeWhole, paragraph, ref, refs, tags, whole } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const ENTITY_TYPES = ['npc', 'pc', 'location', 'item', 'faction', 'clue', 'creature', 'lore', 'other'] as const;
/** One of the nine types, or a type of the GM's own. */
export type EntityType = (typeof ENTITY_TYPES)[number] | (string & {});

const TYPE_LABELS: Readonly<Record<string, string>> = {
  npc: 'NPC',
  pc: 'Player character',
  location: 'Location',
  item: 'Item',
  faction: 'Faction',
  clue: 'Clue',
  creature: 'Creature',
  lore: 'Lore',
  other: 'Other',
};
/** The label of a type; a GM's own type is its own label. */
export const entityTypeLabel = (type: string): string => (Object.hasOwn(TYPE_LABELS, type) ? TYPE_LABELS[type]! : type);

/** The types in the order in which a new name is offered them: what is made up most at the table comes first. */
export const NEW_NAME_TYPES: readonly EntityType[] = [
  'npc',
  'location',
  'faction',
  'item',
  'clue',
  'creature',
  'pc',
  'lore',
  'other',
];

/** Exactly these (M-004). Commands refuse any other; an import changes it to OTHER, with a remark. */
export const FACTION_TYPES = ['CRIMINAL', 'NOBLE', 'MERCHANT', 'POLITICAL', 'RELIGIOUS', 'OTHER'] as const;
export type FactionType = (typeof FACTION_TYPES)[number];
export const FACTION_TYPE_LABELS: Record<FactionType, string> = {
  CRIMINAL: 'Criminal',
  NOBLE: 'Noble',
  MERCHANT: 'Merchant',
  POLITICAL: 'Political',
  RELIGIOUS: 'Religious',
  OTHER: 'Other',
};

export const HOLDS = ['weak', 'strong'] as const;
export const ATTITUDES = ['Hostile', 'Neutral', 'Friendly'] as const;
export type Attitude = (typeof ATTITUDES)[number];
/** The attitude that follows from a reputation, if the GM chose so: below −1 hostile, above +1 friendly. */
export const attitudeFromReputation = (reputation: number): Attitude =>
  reputation < -1 ? 'Hostile' : reputation > 1 ? 'Friendly' : 'Neutral';

/** The facets of each type. A GM's own type has none. */
export const FACETS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  faction: ['faction'],
  npc: ['person', 'companion'],
  creature: ['person'],
  pc: ['person', 'character'],
  location: ['place'],
  item: ['item'],
};
export const FACET_LABELS: Readonly<Record<string, string>> = {
  faction: 'Faction',
  person: 'Hit points',
  companion: 'Companion',
  character: 'Character background',
  place: 'Place',
  item: 'Inventory',
  source: 'Source',
};

/** Labels for values that are their own labels. */
const sameLabels = <const T extends readonly string[]>(words: T): Record<T[number], string> =>
  Object.fromEntries(words.map((w) => [w, w])) as Record<T[number], string>;

export const ENTITY = defineRecord({
  kind: 'entity',
  root: 'entities',
  home: 'ledger',
  label: 'Entity',
  plural: 'Entities',
  title: 'name',
  fields: {
    name: line('table', 'Name'),
    entityType: {
      ...line('table', 'Type', { input: 'choice' }),
      empty: 'other',
      options: ENTITY_TYPES,
      isOpen: true,
      read: (raw, name) => (typeof raw.fields.get(name) === 'string' ? (raw.fields.get(name) as string) : 'other'),
    },
    /** Every earlier name, and other names that people use. The GM's, apart from those in `shownAliases`. */
    aliases: { ...tags('gm', 'Aliases', { input: 'hidden' }), stored: 'alias' },
    /** The aliases that a GM has shown to players, one by one. Read them with `playerAliases`. */
    shownAliases: { ...tags('gm', 'Aliases that players know', { input: 'hidden' }), stored: 'shownAlias' },
    tags: tags('gm', 'Tags'),
    isKnown: flag('table', 'Known to players'),
    portrait: hidden('table', 'Portrait'),
    /** Read them with `attachedPictures`. Of all pictures, players know the portrait's hash only. */
    pictures: entries('gm', 'Pictures', { input: 'hidden' }),
    attributes: entries('gm', 'Attributes'),
    systemData: entries('gm', 'System data', { input: 'hidden' }),
    externalId: hidden('gm', 'Id in another tool'),
    /** Of an entity that was joined with another and deleted: the one that was kept. */
    joinedInto: hidden('gm', 'Joined'),
    /**
     * Of the one that was kept: those whose words players may read as its own. Unless they know all of these, they do not
     * know it either; showing it empties this. Else what a co-GM hides or shows meanwhile would show hidden words.
     */
    joinedOpenly: tags('gm', 'Joined with what players may read', { input: 'hidden' }),
    ...confidenceFields(),

    factionType: choice('table', 'Faction type', FACTION_TYPES, 'OTHER', {
      facet: 'faction',
      optionLabels: FACTION_TYPE_LABELS,
    }),
    hold: choice('gm', 'Hold', HOLDS, 'weak', { facet: 'faction', optionLabels: { weak: 'Weak', strong: 'Strong' } }),
    reputation: counter('gm', 'Reputation', { facet: 'faction' }),
    power: whole('gm', 'Power (0–10)', { min: 0, max: 10, facet: 'faction' }),
    attitude: choice('gm', 'Attitude', ATTITUDES, 'Neutral', { facet: 'faction', optionLabels: sameLabels(ATTITUDES) }),
    derivesAttitude: flag('gm', 'Attitude follows reputation', { facet: 'faction' }),
    territory: line('gm', 'Territory', { facet: 'faction' }),
    importedType: hidden('gm', 'Type in the imported file'),

    hp: counter('gm', 'Hit points', { facet: 'person', isOptional: true, min: -9999, max: 99_999 }),
    hpMax: maybeWhole('gm', 'Max HP', { facet: 'person', min: 0 }),

    isCompanion: flag('gm', 'Travels with the party', { facet: 'companion' }),
    trust: counter('gm', 'Trust (0–10)', { facet: 'companion', min: 0, max: 10 }),
    condition: choice('gm', 'Status', ['Alive', 'Injured', 'Missing', 'Dead'], 'Alive', {
      facet: 'companion',
      optionLabels: sameLabels(['Alive', 'Injured', 'Missing', 'Dead']),
    }),
    whereabouts: line('gm', 'Whereabouts', { facet: 'companion' }),
    lastInteraction: paragraph('gm', 'Last interaction', { facet: 'companion' }),
    agenda: paragraph('gm', 'Hidden agenda', { facet: 'companion' }),

    playerId: ref('gm', 'Played by', 'player', { facet: 'character' }),
    origin: paragraph('gm', 'Origin', { facet: 'character' }),
    appearance: paragraph('gm', 'Appearance', { facet: 'character' }),
    motivation: paragraph('gm', 'Motivation', { facet: 'character' }),
    moralLine: paragraph('gm', 'Moral line', { facet: 'character' }),
    weakness: paragraph('gm', 'Hidden weakness', { facet: 'character' }),

    placeStatus: choice('gm', 'Status', ['Safe', 'Dangerous', 'Unknown'], 'Unknown', {
      facet: 'place',
      optionLabels: sameLabels(['Safe', 'Dangerous', 'Unknown']),
    }),
    ownerId: ref('gm', 'Owner', 'entity', { facet: 'place' }),
    presentIds: refs('gm', 'Present', 'entity', { facet: 'place' }),
    secrets: paragraph('gm', 'Secrets', { facet: 'place' }),
  },
  texts: {
    description: { label: 'Description', audience: 'table', placeholder: 'What everyone may know…' },
    /** A faction's notes are here too (M-005). Players never receive them. */
    gm_notes: { label: 'GM notes', audience: 'gm', placeholder: 'What only you know…' },
  },
});
export type Entity = RecordOf<typeof ENTITY>;

/** The two rich texts of an entity. */
export const ENTITY_TEXTS = ['description', 'gm_notes'] as const;
export type EntityText = (typeof ENTITY_TEXTS)[number];

/**
 * What decides whether players know an entity. `isWithheld`: it has words of one that is hidden
 * ({@link withheldFromPlayers}).
 */
type Knowable = Pick<Entity, 'isKnown' | 'entityType'> & { readonly isWithheld?: boolean };

/** True for an entity that players know of: a marked one or a player character. */
export const isKnownToPlayers = (entity: Knowable | undefined): boolean =>
  entity !== undefined && !entity.isWithheld && (entity.isKnown || entity.entityType === 'pc');
