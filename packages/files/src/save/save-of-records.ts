// A campaign's records as a campaign file says them (R-4, R-6). Reads the ledger's records only: what is in the
// bodies of sessions is in the file's block of records.
import {
  attitudeFromReputation,
  CAMPAIGN,
  CONSEQUENCE,
  DECISION,
  ENTITY,
  GAUGE,
  GOAL,
  GOAL_STATUS_LABELS,
  HOOK,
  inOrderOfPlay,
  INVENTORY,
  isEstablished,
  META_ID,
  noteLines,
  RELATIONSHIP,
  SAFETY,
  SESSION,
  sessionNumbers,
  type Campaign,
  type Decision,
  type DelayedConsequence,
  type Entity,
  type Gauge,
  type Goal,
  type Hook,
  type Possession,
  type RecordOf,
  type RecordSpec,
  type Relationship,
  type Safety,
  standingOf,
  type Session,
  type StoredRecord,
} from '@emberkeep/domain';
import { recordOfStored } from '../stored-record.ts';
import { emptySave, GAUGE_RANGES, type CampaignFileData } from './save-document.ts';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By order key, then by id; records without an order come first. */
const byOrder = (a: { order?: unknown; id: string }, b: { order?: unknown; id: string }): number =>
  compare(String(a.order ?? ''), String(b.order ?? '')) || compare(a.id, b.id);

const byAge = (a: { createdAt: number; id: string }, b: { createdAt: number; id: string }): number =>
  a.createdAt - b.createdAt || compare(a.id, b.id);

/** Every record of a kind, in order. */
export const listStored = <S extends RecordSpec>(records: readonly StoredRecord[], spec: S): RecordOf<S>[] =>
  records
    .filter((r) => r.kind === spec.kind)
    .flatMap((r) => recordOfStored(spec, r) ?? [])
    .sort(byOrder as never); // RecordOf<S> of an open S does not show that every record has an id

/** The name of a gauge in the file: those of the format in their spelling, others as they are. */
const gaugeKey = (name: string): string => {
  const key = name.trim().toLowerCase().replace(/\s+/g, '_');
  return Object.hasOwn(GAUGE_RANGES, key) ? key : name.trim();
};

/** A campaign file with the record of each of its items, by index: a changed line changes that record. */
export interface SaveWithSources {
  save: CampaignFileData;
  sources: {
    campaign: Campaign | null;
    gauges: Gauge[];
    characters: Entity[];
    factions: Entity[];
    companions: Entity[];
    npcRelationships: Relationship[];
    locations: Entity[];
    quests: Goal[];
    currency: Possession[];
    keyItems: Possession[];
    gear: Possession[];
    decisions: Decision[];
    pendingConsequences: DelayedConsequence[];
    lines: Safety[];
    veils: Safety[];
    hooks: Hook[];
    entities: Entity[];
  };
}

type Sources = SaveWithSources['sources'];

const PERSON_TYPES = new Set(['npc', 'creature']);

/** The party's own locations: known, visited in a session, or where it is now. */
const knownLocations = (
  entities: readonly Entity[],
  campaign: Campaign | null,
  sessions: readonly Session[],
): Entity[] => {
  const visited = new Set(sessions.flatMap((s) => s.locationsVisited.map((place) => place.text.toLowerCase())));
  const known = new Set([...(campaign?.knownIds ?? []), campaign?.locationId]);
  return entities.filter(
    (e) => e.entityType === 'location' && (e.isKnown || known.has(e.id) || visited.has(e.name.toLowerCase())),
  );
};

/** Relationships between people, by age. */
const personRelationships = (records: readonly StoredRecord[], entities: readonly Entity[]): Relationship[] => {
  const persons = new Set(entities.filter((e) => PERSON_TYPES.has(e.entityType)).map((e) => e.id));
  return listStored(records, RELATIONSHIP)
    .filter((r) => isEstablished(r) && persons.has(r.fromId) && persons.has(r.toId))
    .sort(byAge);
};

/** The player characters; the one in the spotlight is first (R-6). */
const charactersOf = (entities: readonly Entity[], spotlightId: string | undefined): Entity[] =>
  entities
    .filter((e) => e.entityType === 'pc')
    .sort((a, b) => Number(b.id === spotlightId) - Number(a.id === spotlightId));

const sourcesOf = (records: readonly StoredRecord[], sessions: readonly Session[]): Sources => {
  const campaign = listStored(records, CAMPAIGN).find((c) => c.id === META_ID) ?? null;
  const entities = listStored(records, ENTITY).filter(isEstablished).sort(byAge);
  const possessions = listStored(records, INVENTORY).filter(
    (p) => p.possessionKind === 'currency' || p.name.trim() !== '',
  );
  const safety = listStored(records, SAFETY).filter((s) => s.topic.trim() !== '');
  return {
    campaign,
    entities,
    characters: charactersOf(entities, campaign?.spotlightId),
    gauges: campaign?.usesGauges === false ? [] : listStored(records, GAUGE),
    factions: entities.filter((e) => e.entityType === 'faction'),
    companions: entities.filter((e) => e.entityType === 'npc' && e.isCompanion),
    npcRelationships: personRelationships(records, entities),
    locations: knownLocations(entities, campaign, sessions),
    quests: listStored(records, GOAL),
    currency: possessions.filter((p) => p.possessionKind === 'currency'),
    keyItems: possessions.filter((p) => p.possessionKind === 'key_item'),
    gear: possessions.filter((p) => p.possessionKind === 'gear'),
    decisions: listStored(records, DECISION),
    pendingConsequences: listStored(records, CONSEQUENCE).filter((c) => !c.isDone),
    lines: safety.filter((s) => s.safetyKind === 'line'),
    veils: safety.filter((s) => s.safetyKind === 'veil'),
    hooks: listStored(records, HOOK).filter((h) => !h.isDone && h.text.trim() !== ''),
  };
};

/** "214 marks (Purse of the party); 3 pearls". `word`: the campaign's word for money. */
const currencyText = (possessions: readonly Possession[], word: string): string =>
  possessions
    .map(({ name, amount }) => {
      if (amount.value === 0 && !word) return name;
      const isNamed = name && name.toLowerCase() !== word.toLowerCase() && name !== 'Currency';
      return `${amount.value}${word ? ` ${word}` : ''}${isNamed ? ` (${name})` : ''}`;
    })
    .join('; ');

const possessionItem = ({ name, amount }: Possession, detail: string) => ({
  name,
  amount: Math.max(1, amount.value),
  detail,
});

/** The items of all sections, each in the order of its source. */
const itemsOf = (sources: Sources, nameOf: (id: string) => string): Partial<CampaignFileData> => ({
  gauges: sources.gauges.map((g) => ({ name: gaugeKey(g.name), level: g.isOff ? null : g.level.value })),
  characters: sources.characters.map(({ name, origin, appearance, motivation, moralLine, weakness }) => ({
    name,
    origin,
    appearance,
    motivation,
    moralLine,
    hiddenWeakness: weakness,
  })),
  factions: sources.factions.map((f) => ({
    name: f.name,
    power: f.power,
    attitude: f.derivesAttitude ? attitudeFromReputation(f.reputation.value) : f.attitude,
    territory: f.territory,
  })),
  companions: sources.companions.map((c) => ({
    name: c.name,
    trust: c.trust.value,
    status: c.condition,
    location: isWithPlayer(c.whereabouts) ? 'With player' : 'Elsewhere',
    lastInteraction: c.lastInteraction,
    hiddenAgenda: c.agenda,
  })),
  npcRelationships: sources.npcRelationships.map((r) => ({
    a: nameOf(r.fromId),
    b: nameOf(r.toId),
    type: r.relationType,
    note: r.note,
  })),
  locations: sources.locations.map((l) => ({
    name: l.name,
    status: l.placeStatus,
    owner: nameOf(l.ownerId),
    present: l.presentIds.map(nameOf).filter(Boolean).sort().join(', '),
    secrets: l.secrets,
  })),
  quests: sources.quests.map((g) => ({
    objective: g.name,
    type: g.goalType,
    status: GOAL_STATUS_LABELS[g.status],
    goal: g.aim,
    stakes: g.stakes,
    progress: g.progressText,
  })),
  inventory: {
    currency: currencyText(sources.currency, sources.campaign?.currency ?? ''),
    keyItems: sources.keyItems.map((p) => possessionItem(p, p.significance)),
    gear: sources.gear.map((p) => possessionItem(p, p.condition)),
  },
  decisions: sources.decisions.map((d) => ({
    decision: d.decision,
    world: d.worldEffect,
    relationships: d.relationshipEffect,
    delayed: d.delayedEffect,
  })),
  pendingConsequences: sources.pendingConsequences.map((c) => ({
    session: c.sessionNumber,
    trigger: c.trigger,
    effect: c.effect,
  })),
  lines: sources.lines.map((s) => s.topic),
  veils: sources.veils.map((s) => s.topic),
  hooks: sources.hooks.map((h) => ({ kind: h.hookKind, text: h.text })),
});

/** The campaign file of the ledger's records. `now`: Unix ms, when it is saved. */
export const campaignFileOf = (records: readonly StoredRecord[], now: number, campaignId = ''): SaveWithSources => {
  const sessions = listStored(records, SESSION);
  const numbers = sessionNumbers(sessions);
  const latest = latestSession(sessions, numbers);
  const sources = sourcesOf(records, sessions);
  const { campaign, characters } = sources;
  const names = new Map(sources.entities.map((e) => [e.id, e.name]));
  const nameOf = (id: string): string => names.get(id) ?? '';
  const save: CampaignFileData = {
    ...emptySave(),
    campaignId,
    name: campaign?.name ?? '',
    character: nameOf(campaign?.spotlightId ?? '') || (characters[0]?.name ?? ''),
    location: nameOf(campaign?.locationId ?? ''),
    session: latest && (numbers.get(latest.id) ?? latest.number),
    universe: campaign?.universe ?? '',
    adultMode: campaign?.usesAdultMode ? campaign.isAdult : null,
    situation: campaign?.situation || summaryOf(records, latest),
    lastSaved: new Date(now).toISOString(),
    ...itemsOf(sources, nameOf),
  };
  return { save, sources };
};

/** True if a companion's whereabouts say that they travel with the party. */
const isWithPlayer = (whereabouts: string): boolean =>
  whereabouts.trim() === '' || /^with (?:the )?(?:player|party|us|crew|group)/i.test(whereabouts.trim());

/** The session that is played or was played last; before the first, the first that is planned. */
const latestSession = (sessions: readonly Session[], numbers: ReadonlyMap<string, number>): Session | null => {
  const number = (s: Session): number => numbers.get(s.id) ?? s.number;
  const ascending = [...sessions].sort((a, b) => number(a) - number(b));
  const played = inOrderOfPlay(ascending).at(-1);
  // One that is on the table is where the campaign stands, also before it is started.
  const onTable = ascending.findLast((s) => s.stage === 'play' && standingOf(s, false) === 'planned');
  if (onTable && (!played || number(onTable) > number(played))) return onTable;
  return played ?? ascending[0] ?? null;
};

const summaryOf = (records: readonly StoredRecord[], session: Session | null): string => {
  const summary = session && records.find((r) => r.kind === 'session' && r.id === session.id)?.texts['summary'];
  return summary ? noteLines(summary).join('\n').trim() : '';
};
