// Owns what a campaign says in the save file's terms (R-4, R-6): records in, the format's sections out. Reads the ledger's
// records only; what an evening's body holds travels in the block of records.
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
  INVENTORY,
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
  type Session,
  type StoredRecord,
} from '@emberkeep/domain';
import { recordOfStored } from '../stored-record.ts';
import { emptySave, GAUGE_RANGES, type SaveDocument } from './save-document.ts';

const byOrder = (a: { order?: unknown; id: string }, b: { order?: unknown; id: string }): number =>
  String(a.order ?? '') < String(b.order ?? '')
    ? -1
    : String(a.order ?? '') > String(b.order ?? '')
      ? 1
      : a.id < b.id
        ? -1
        : 1;

/** Every record of a kind, in order; each with where it came from by index. */
export const listStored = <S extends RecordSpec>(records: readonly StoredRecord[], spec: S): RecordOf<S>[] =>
  records
    .filter((r) => r.kind === spec.kind)
    .flatMap((r) => recordOfStored(spec, r) ?? [])
    .sort(byOrder as never); // reason: every record has an id

const byAge = (a: { createdAt: number; id: string }, b: { createdAt: number; id: string }): number =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** How the file names a gauge. */
export const gaugeKey = (name: string): string => {
  const plain = name.trim().toLowerCase().replace(/\s+/g, '_');
  return Object.hasOwn(GAUGE_RANGES, plain) ? plain : name.trim();
};

const PERSONS = new Set(['npc', 'creature']);

/** The items of a save file with the records they stand for, so that reading knows which record a changed line is about. */
export interface SaveWithSources {
  save: SaveDocument;
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

const currencyText = (list: readonly Possession[], word: string): string =>
  list
    .map((p) =>
      p.amount.value === 0 && !word
        ? p.name
        : `${p.amount.value}${word ? ` ${word}` : ''}${p.name && p.name.toLowerCase() !== word.toLowerCase() && p.name !== 'Currency' ? ` (${p.name})` : ''}`,
    )
    .join('; ');

/** The ledger's records as the format says them. `now`: unix ms, when it is saved. */
export const saveOfRecords = (records: readonly StoredRecord[], now: number, campaignId = ''): SaveWithSources => {
  const campaign = listStored(records, CAMPAIGN).find((c) => c.id === META_ID) ?? null;
  const entities = listStored(records, ENTITY)
    .filter((e) => e.confidence !== 'SUGGESTION' && e.confidence !== 'SUPERSEDED')
    .sort(byAge);
  const byId = new Map(entities.map((e) => [e.id, e]));
  const nameOf = (id: string): string => byId.get(id)?.name ?? '';
  const sessions = listStored(records, SESSION);
  const numbers = sessionNumbers(sessions);
  const visited = new Set(sessions.flatMap((s) => s.locationsVisited.map((p) => p.text.toLowerCase())));
  const known = new Set([...(campaign?.knownIds ?? []), campaign?.locationId]);
  const possessions = listStored(records, INVENTORY).filter(
    (p) => p.possessionKind === 'currency' || p.name.trim() !== '',
  );
  const safety = listStored(records, SAFETY).filter((s) => s.topic.trim() !== '');
  const characters = entities.filter((e) => e.entityType === 'pc');
  // The spotlight goes first (R-6).
  characters.sort((a, b) => Number(b.id === campaign?.spotlightId) - Number(a.id === campaign?.spotlightId));
  const latest = latestSession(sessions, numbers);
  const sources: SaveWithSources['sources'] = {
    campaign,
    entities,
    characters,
    gauges: campaign?.usesGauges === false ? [] : listStored(records, GAUGE),
    factions: entities.filter((e) => e.entityType === 'faction'),
    companions: entities.filter((e) => e.entityType === 'npc' && e.isCompanion),
    npcRelationships: listStored(records, RELATIONSHIP)
      .filter(
        (t) =>
          t.confidence !== 'SUGGESTION' &&
          t.confidence !== 'SUPERSEDED' &&
          PERSONS.has(byId.get(t.fromId)?.entityType ?? '') &&
          PERSONS.has(byId.get(t.toId)?.entityType ?? ''),
      )
      .sort(byAge),
    locations: entities.filter(
      (e) => e.entityType === 'location' && (e.isKnown || known.has(e.id) || visited.has(e.name.toLowerCase())),
    ),
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
  const thing = (p: Possession, detail: string) => ({ name: p.name, amount: Math.max(1, p.amount.value), detail });
  const save: SaveDocument = {
    ...emptySave(),
    campaignId,
    name: campaign?.name ?? '',
    character: nameOf(campaign?.spotlightId ?? '') || (characters[0]?.name ?? ''),
    location: nameOf(campaign?.locationId ?? ''),
    session: latest === null ? null : (numbers.get(latest.id) ?? latest.number),
    universe: campaign?.universe ?? '',
    adultMode: campaign?.usesAdultMode ? campaign.isAdult : null,
    situation: campaign?.situation || summaryOf(records, latest),
    lastSaved: new Date(now).toISOString(),
    gauges: sources.gauges.map((g) => ({ name: gaugeKey(g.name), level: g.isOff ? null : g.level.value })),
    characters: characters.map(({ name, origin, appearance, motivation, moralLine, weakness }) => ({
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
    npcRelationships: sources.npcRelationships.map((t) => ({
      a: nameOf(t.fromId),
      b: nameOf(t.toId),
      type: t.relationType,
      note: t.note,
    })),
    locations: sources.locations.map((p) => ({
      name: p.name,
      status: p.placeStatus,
      owner: nameOf(p.ownerId),
      present: p.presentIds.map(nameOf).filter(Boolean).sort().join(', '),
      secrets: p.secrets,
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
      currency: currencyText(sources.currency, campaign?.currency ?? ''),
      keyItems: sources.keyItems.map((p) => thing(p, p.significance)),
      gear: sources.gear.map((p) => thing(p, p.condition)),
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
  };
  return { save, sources };
};

/** Whether a companion's whereabouts say that they travel along. */
export const isWithPlayer = (whereabouts: string): boolean =>
  whereabouts.trim() === '' || /^with (?:the )?(?:player|party|us|crew|group)/i.test(whereabouts.trim());

// The evening that is played or was played last; before the first, the first that is planned.
const latestSession = (sessions: readonly Session[], numbers: ReadonlyMap<string, number>): Session | null => {
  const begun = sessions.filter((s) => s.status === 'in_progress' || s.status === 'completed' || s.stage !== 'prep');
  const number = (s: Session): number => numbers.get(s.id) ?? s.number;
  return (
    begun.sort((a, b) => number(b) - number(a))[0] ?? [...sessions].sort((a, b) => number(a) - number(b))[0] ?? null
  );
};

const summaryOf = (records: readonly StoredRecord[], session: Session | null): string => {
  const texts = session && records.find((r) => r.kind === 'session' && r.id === session.id)?.texts['summary'];
  return texts ? noteLines(texts).join('\n').trim() : '';
};
