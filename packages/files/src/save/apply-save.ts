// Applies the sections of a campaign file to records: an item that says what its record says leaves it alone, one that
// differs changes it, a new one makes a record. An item that is gone deletes nothing.
import { META_ID } from '@emberkeep/domain';
import { pairItems } from './changed-items.ts';
import type { Draft, Drafts } from './record-changes.ts';
import {
  GAUGE_RANGES,
  type CampaignFileData,
  type SaveExtras,
  type SaveGauge,
  type SavePossession,
} from './save-document.ts';
import type { SaveWithSources } from './save-of-records.ts';

/** One file that is applied to one campaign. */
export interface SaveRun extends Drafts {
  /** What the file says. */
  save: CampaignFileData;
  /** What the records would say, and the record of each of its items. */
  before: CampaignFileData;
  sources: SaveWithSources['sources'];
  /** The fields of an item that were changed by hand. */
  changedFields<T extends object>(now: T, before: T | null): Partial<T>;
  /** The entity of this name or alias, made if there is none. */
  entityNamed(name: string, entityType: string): Draft;
}

/** Finds entities by name and alias. */
export const createEntityFinder = (
  { draft, make, set }: Drafts,
  { entities }: SaveWithSources['sources'],
): SaveRun['entityNamed'] => {
  const idByName = new Map<string, string>();
  for (const { id, name, aliases } of entities) {
    idByName.set(name.toLowerCase(), id);
    for (const alias of aliases) if (!idByName.has(alias.toLowerCase())) idByName.set(alias.toLowerCase(), id);
  }
  return (name, entityType) => {
    const id = idByName.get(name.toLowerCase());
    if (id) return draft('entity', id);
    const made = make('entity', name.toLowerCase());
    set(made, { name, entityType, source: 'import' });
    idByName.set(name.toLowerCase(), made.id);
    return made;
  };
};

type Fields = Readonly<Record<string, unknown>>;

/** Applies items that are entities of one type. `fieldsOf` gives the fields that a change of the item sets. */
const applyEntities = <T extends { name: string } & SaveExtras>(
  { draft, set, entityNamed, changedFields }: SaveRun,
  { items, before, sources }: { items: readonly T[]; before: readonly T[]; sources: readonly { id: string }[] },
  entityType: string,
  fieldsOf: (changed: Partial<T>, isNew: boolean) => Fields,
): void => {
  for (const { item, before: was, source } of pairItems(items, before, sources, (e) => e.name)) {
    if (item.name === '') continue;
    const target = source ? draft('entity', source.id) : entityNamed(item.name, entityType);
    const changed = changedFields(item, was);
    set(target, { ...fieldsOf(changed, was === null), attributes: changed.more });
  }
};

/** One list of the file, with what the records would say and the records. */
const listsOf = <K extends 'characters' | 'factions' | 'companions' | 'locations'>(
  { save, before, sources }: SaveRun,
  name: K,
) => ({ items: save[name], before: before[name], sources: sources[name] });

const applyCharacters = (run: SaveRun): void =>
  applyEntities(
    run,
    listsOf(run, 'characters'),
    'pc',
    ({ origin, appearance, motivation, moralLine, hiddenWeakness }) => ({
      origin,
      appearance,
      motivation,
      moralLine,
      weakness: hiddenWeakness,
    }),
  );

const applyFactions = (run: SaveRun): void =>
  applyEntities(run, listsOf(run, 'factions'), 'faction', ({ power, attitude, territory }) => ({
    power,
    territory,
    // An attitude that was written by hand no longer follows the reputation.
    ...(attitude === undefined ? {} : { attitude, derivesAttitude: false }),
  }));

const applyCompanions = (run: SaveRun): void =>
  applyEntities(
    run,
    listsOf(run, 'companions'),
    'npc',
    ({ trust, status, location, lastInteraction, hiddenAgenda }, isNew) => ({
      isCompanion: isNew ? true : undefined,
      trust,
      condition: status,
      lastInteraction,
      agenda: hiddenAgenda,
      // "With player" is an empty whereabouts, which a new record has anyway.
      whereabouts: location === 'With player' ? (isNew ? undefined : '') : location,
    }),
  );

/** The entities that a line with commas names. */
const presentIds = (text: string, { entityNamed }: SaveRun): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^(?:none|nobody|-|—)$/i.test(name))
    .map((name) => entityNamed(name, 'npc').id);

const applyLocations = (run: SaveRun): void =>
  applyEntities(run, listsOf(run, 'locations'), 'location', ({ status, owner, present, secrets }, isNew) => ({
    isKnown: isNew ? true : undefined,
    placeStatus: status,
    secrets,
    ownerId: owner ? run.entityNamed(owner, 'npc').id : owner,
    presentIds: present === undefined ? undefined : presentIds(present, run),
  }));

const applyRelationships = ({ save, before, sources, draft, another, set, entityNamed }: SaveRun): void => {
  for (const { item, before: was, source } of pairItems(
    save.npcRelationships,
    before.npcRelationships,
    sources.npcRelationships,
    ({ a, b, type }) => `${a}\n${b}\n${type}`,
  )) {
    const { a, b, type, note } = item;
    const relationship = source ? draft('relationship', source.id) : another('relationship', `${a}\n${b}\n${type}`);
    if (!source)
      set(relationship, {
        fromId: entityNamed(a, 'npc').id,
        toId: entityNamed(b, 'npc').id,
        relationType: type,
        source: 'import',
      });
    if (note !== (was?.note ?? '')) set(relationship, { note });
  }
};

const gaugeLabel = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** The range of a new gauge: that of the format, or 0 to 100 and as far as its level. */
const rangeOf = ({ name, level }: SaveGauge): readonly [number, number] =>
  GAUGE_RANGES[name.toLowerCase()] ?? [Math.min(0, level ?? 0), Math.max(100, level ?? 0)];

const applyGauges = ({ save, before, sources, draft, another, set }: SaveRun, campaign: Draft): void => {
  if (save.gauges.length > 0) set(campaign, { usesGauges: true });
  for (const { item, before: was, source } of pairItems(save.gauges, before.gauges, sources.gauges, (g) =>
    g.name.toLowerCase(),
  )) {
    const gauge = source ? draft('gauge', source.id) : another('gauge', item.name);
    const [lowest, highest] = rangeOf(item);
    if (!source) set(gauge, { name: gaugeLabel(item.name), lowest, highest });
    if (item.level !== was?.level)
      set(gauge, item.level === null ? { isOff: true } : { isOff: false, level: item.level });
  }
};

const applyQuests = ({ save, before, sources, draft, another, set, changedFields }: SaveRun): void => {
  for (const { item, before: was, source } of pairItems(
    save.quests,
    before.quests,
    sources.quests,
    (q) => q.objective,
  )) {
    const { objective, type, status, goal, stakes, progress } = changedFields(item, was);
    set(source ? draft('goal', source.id) : another('goal', item.objective), {
      name: objective,
      goalType: type,
      status: status?.toLowerCase(),
      aim: goal,
      stakes,
      progressText: progress,
    });
  }
};

const applyPossessions = (
  { draft, another, set, changedFields }: SaveRun,
  {
    items,
    before,
    sources,
  }: {
    items: readonly SavePossession[];
    before: readonly SavePossession[];
    sources: readonly { id: string }[];
  },
  possessionKind: 'key_item' | 'gear',
): void => {
  const detailField = possessionKind === 'gear' ? 'condition' : 'significance';
  for (const { item, before: was, source } of pairItems(items, before, sources, (p) => p.name)) {
    const possession = source ? draft('inventory', source.id) : another('inventory', `${possessionKind}\n${item.name}`);
    const { amount, detail } = changedFields(item, was);
    if (!source) set(possession, { name: item.name, possessionKind });
    set(possession, { amount, [detailField]: detail || undefined });
  }
};

/** `214 marks (Purse of the party)`: an amount, the campaign's word for money, and the purse's name. */
const CURRENCY = /^([\d., ]*\d)\s*([^()]*?)\s*(?:\(([^()]*)\))?$/u;

/** A whole number with any thousands separators; null for anything else. */
const wholeAmount = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const amount = Number(text.replace(/[., ](?=\d{3}(?:\D|$))/g, '').replace(',', '.'));
  return Number.isInteger(amount) && amount <= Number.MAX_SAFE_INTEGER ? amount : null;
};

/** The line of currencies. If the campaign has one purse, the first amount is its. */
const applyCurrency = (run: SaveRun, campaign: Draft): void => {
  const { save, before, sources, draft, another, set } = run;
  const { currency } = save.inventory;
  if (!currency || currency === before.inventory.currency) return;
  const onlyPurse = sources.currency.length === 1 ? sources.currency[0]!.id : null;
  const pieces = currency
    .split(/;|\s\|\s/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  for (const [i, piece] of pieces.entries()) {
    const isOnlyPurse = onlyPurse !== null && i === 0;
    const purse = isOnlyPurse ? draft('inventory', onlyPurse) : another('inventory', `currency\n${piece}`);
    const [, amountText, word = '', name] = CURRENCY.exec(piece) ?? [];
    const amount = wholeAmount(amountText);
    if (amount === null) {
      set(purse, { possessionKind: 'currency', name: piece });
      continue;
    }
    if (!campaign.keys['currency'] && word) set(campaign, { currency: word });
    set(purse, {
      possessionKind: 'currency',
      amount,
      ...(isOnlyPurse ? {} : { name: name || word || 'Currency' }),
    });
  }
};

const applyDecisions = ({ save, before, sources, draft, another, set, changedFields }: SaveRun): void => {
  for (const { item, before: was, source } of pairItems(
    save.decisions,
    before.decisions,
    sources.decisions,
    (d) => d.decision,
  )) {
    const { decision, world, relationships, delayed } = changedFields(item, was);
    set(source ? draft('decision', source.id) : another('decision', item.decision), {
      decision,
      worldEffect: world,
      relationshipEffect: relationships,
      delayedEffect: delayed,
    });
  }
};

const applyConsequences = ({ save, before, sources, draft, another, set, changedFields }: SaveRun): void => {
  for (const { item, before: was, source } of pairItems(
    save.pendingConsequences,
    before.pendingConsequences,
    sources.pendingConsequences,
    (c) => `${c.trigger}\n${c.effect}`,
  )) {
    const { session, trigger, effect } = changedFields(item, was);
    set(source ? draft('consequence', source.id) : another('consequence', `${item.trigger}\n${item.effect}`), {
      sessionNumber: session,
      trigger,
      effect,
    });
  }
};

const applySafety = ({ save, before, sources, another, set }: SaveRun): void => {
  for (const [safetyKind, name] of [
    ['line', 'lines'],
    ['veil', 'veils'],
  ] as const)
    for (const { item, source } of pairItems(save[name], before[name], sources[name], (topic) => topic))
      if (!source) set(another('safety', `${safetyKind}\n${item}`), { topic: item, safetyKind });
};

const applyHooks = ({ save, before, sources, draft, another, set, changedFields }: SaveRun): void => {
  for (const { item, before: was, source } of pairItems(save.hooks, before.hooks, sources.hooks, (h) => h.text)) {
    const { text, kind } = changedFields(item, was);
    set(source ? draft('hook', source.id) : another('hook', item.text), { text, hookKind: kind || undefined });
  }
};

/** Name, universe, spotlight and location of the campaign. */
const applyHeader = ({ save, before, sources, set, entityNamed }: SaveRun, campaign: Draft): void => {
  const isNew = !sources.campaign;
  const isChanged = (name: 'character' | 'location'): boolean => save[name] !== '' && save[name] !== before[name];
  set(campaign, {
    name: isNew || save.name !== before.name ? save.name || before.name || 'Recovered campaign' : undefined,
    universe: save.universe !== before.universe ? save.universe : undefined,
    spotlightId: isChanged('character') ? entityNamed(save.character, 'pc').id : undefined,
    locationId: isChanged('location') ? entityNamed(save.location, 'location').id : undefined,
  });
};

/** The session that a file from another tool counts, so that the next one goes on from its number. */
const applySessionNumber = ({ save, make, set }: SaveRun): void => {
  if (save.session === null) return;
  set(make('session', String(save.session)), {
    number: save.session,
    title: '',
    date: '',
    objective: '',
    status: 'completed',
    stage: 'wrap_up',
  });
};

/**
 * Applies every section. `hasHeader`: false if the file lost its header. `hasSessions`: of the records, any is a
 * session.
 */
export const applySave = (
  run: SaveRun,
  { hasHeader, hasSessions }: { hasHeader: boolean; hasSessions: boolean },
): void => {
  const { save, before, sources, draft, set } = run;
  applyCharacters(run);
  applyFactions(run);
  applyCompanions(run);
  applyLocations(run);
  const campaign = draft('campaign', META_ID);
  if (hasHeader || !sources.campaign) applyHeader(run, campaign);
  if (!hasSessions) applySessionNumber(run);
  if (save.situation !== before.situation && save.situation) set(campaign, { situation: save.situation });
  if (save.adultMode !== null && save.adultMode !== before.adultMode)
    set(campaign, { usesAdultMode: true, isAdult: save.adultMode });
  applyGauges(run, campaign);
  applyRelationships(run);
  applyQuests(run);
  const { keyItems, gear } = save.inventory;
  applyPossessions(run, { items: keyItems, before: before.inventory.keyItems, sources: sources.keyItems }, 'key_item');
  applyPossessions(run, { items: gear, before: before.inventory.gear, sources: sources.gear }, 'gear');
  applyCurrency(run, campaign);
  applyDecisions(run);
  applyConsequences(run);
  applySafety(run);
  applyHooks(run);
};
