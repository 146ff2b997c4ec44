// Owns finding where a campaign's records contradict each other (M-239): somebody dead acts, somebody is in two places on one
// day, a fact stands in two versions. Plain records in, findings out; asked in Prep and Wrap-up, never at the table.
import type { Entity } from './entity.ts';
import type { EntityLogEntry } from './entity-log.ts';
import { relationKey, type Relationship } from './relationship.ts';
import { eventLine, eventParticipants, type TimelineEvent } from './timeline-event.ts';

/** One of the two versions, and the record that says it. */
export interface Version {
  text: string;
  kind: 'entityLog' | 'event' | 'relationship' | 'place';
  id: string;
  /** Whose body an event lies in; empty for the ledger. */
  sessionId: string;
}

export interface Contradiction {
  /** The same on every device, so that a settled one stays settled. */
  id: string;
  kind: 'dead_acts' | 'two_places' | 'two_versions';
  subjectId: string;
  describe: string;
  first: Version;
  second: Version;
}

export interface ContinuitySource {
  entities: readonly Entity[];
  log: readonly EntityLogEntry[];
  relationships: readonly Relationship[];
  /** Of every evening on this device. */
  events: readonly TimelineEvent[];
  secondsPerDay: number;
  /** The shown number of a session; null where it is unknown. */
  numberOf(sessionId: string): number | null;
}

interface When {
  game: number | null;
  session: number | null;
}
// True only where it is certain: by game time, else by evening.
const isAfter = (a: When, b: When): boolean =>
  a.game !== null && b.game !== null
    ? a.game > b.game
    : a.session !== null && b.session !== null && a.session > b.session;
const isCanon = (record: { confidence: string }): boolean =>
  record.confidence !== 'SUGGESTION' && record.confidence !== 'SUPERSEDED';
const FRIENDS = new Set(['allied', 'friendly']);
const FOES = new Set(['enemy', 'rival', 'opposed']);

/** Every contradiction; those that a GM settled are named by the campaign (`settledConflicts`). */
export const findContradictions = ({
  entities,
  log,
  relationships,
  events,
  secondsPerDay,
  numberOf,
}: ContinuitySource): Contradiction[] => {
  const found: Contradiction[] = [];
  const byId = new Map(entities.map((e) => [e.id, e]));
  const nameOf = (id: string): string => byId.get(id)?.name ?? id;
  const add = (
    kind: Contradiction['kind'],
    subjectId: string,
    describe: string,
    first: Version,
    second: Version,
  ): void => {
    found.push({ id: `${kind}:${first.id}:${second.id}`, kind, subjectId, describe, first, second });
  };
  const entryVersion = (l: EntityLogEntry): Version => ({ text: l.text, kind: 'entityLog', id: l.id, sessionId: '' });
  const eventVersion = (e: TimelineEvent): Version => ({
    text: eventLine(e, nameOf),
    kind: 'event',
    id: e.id,
    sessionId: e.sessionId,
  });
  const actorsOf = (e: TimelineEvent): string[] =>
    [...new Set([e.npcId, eventParticipants(e).actor ?? ''])].filter(
      (id) => byId.has(id) && byId.get(id)?.entityType !== 'pc',
    );

  const deaths = new Map<string, EntityLogEntry>();
  for (const entry of log.filter((l) => l.logKind === 'died' && isCanon(l) && byId.has(l.entityId))) {
    const there = deaths.get(entry.entityId);
    const when = (l: EntityLogEntry): When => ({ game: l.occurredAt, session: numberOf(l.sessionId) });
    if (!there) deaths.set(entry.entityId, entry);
    else if (isAfter(when(entry), when(there)) || isAfter(when(there), when(entry)))
      add(
        'two_versions',
        entry.entityId,
        `${nameOf(entry.entityId)} died twice`,
        entryVersion(there),
        entryVersion(entry),
      );
  }
  for (const event of events) {
    if (event.eventType === 'npc_killed') continue;
    for (const id of actorsOf(event)) {
      const death = deaths.get(id);
      if (
        death &&
        isAfter(
          { game: event.gameTime, session: numberOf(event.sessionId) },
          { game: death.occurredAt, session: numberOf(death.sessionId) },
        )
      )
        add('dead_acts', id, `${nameOf(id)} is dead and acts afterwards`, entryVersion(death), eventVersion(event));
    }
  }

  const days = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    if (event.gameTime === null || secondsPerDay <= 0) continue;
    for (const id of actorsOf(event)) {
      const key = `${id}:${Math.floor(event.gameTime / secondsPerDay)}`;
      (days.get(key) ?? days.set(key, []).get(key)!).push(event);
    }
  }
  for (const [key, list] of days) {
    const id = key.slice(0, key.lastIndexOf(':'));
    if (list.some((e) => e.eventType === 'LOCATION_CHANGE')) continue;
    const placed = list.filter((e) => byId.has(eventParticipants(e).location ?? ''));
    const first = placed[0];
    const second = placed.find((e) => eventParticipants(e).location !== (first && eventParticipants(first).location));
    if (first && second)
      add(
        'two_places',
        id,
        `${nameOf(id)} is in ${nameOf(eventParticipants(first).location ?? '')} and in ${nameOf(eventParticipants(second).location ?? '')} on one day`,
        eventVersion(first),
        eventVersion(second),
      );
  }

  const placesOf = new Map<string, Entity[]>();
  for (const place of entities)
    for (const id of place.presentIds)
      if (byId.has(id)) (placesOf.get(id) ?? placesOf.set(id, []).get(id)!).push(place);
  for (const [id, places] of placesOf) {
    const [a, b] = places;
    if (a && b)
      add(
        'two_places',
        id,
        `${nameOf(id)} is listed in ${a.name} and in ${b.name}`,
        { text: `${nameOf(id)} is in ${a.name}`, kind: 'place', id: a.id, sessionId: '' },
        { text: `${nameOf(id)} is in ${b.name}`, kind: 'place', id: b.id, sessionId: '' },
      );
  }

  const pairs = new Map<string, Relationship>();
  for (const tie of relationships.filter(
    (t) => isCanon(t) && (FRIENDS.has(relationKey(t.relationType)) || FOES.has(relationKey(t.relationType))),
  )) {
    const key = [tie.fromId, tie.toId].sort().join(':');
    const there = pairs.get(key);
    const words = (t: Relationship): string =>
      `${nameOf(t.fromId)} ${t.relationType.replaceAll('_', ' ')} ${nameOf(t.toId)}`;
    if (!there) pairs.set(key, tie);
    else if (FRIENDS.has(relationKey(there.relationType)) !== FRIENDS.has(relationKey(tie.relationType)))
      add(
        'two_versions',
        tie.fromId,
        `${nameOf(there.fromId)} and ${nameOf(there.toId)} are friends and foes`,
        { text: words(there), kind: 'relationship', id: there.id, sessionId: '' },
        { text: words(tie), kind: 'relationship', id: tie.id, sessionId: '' },
      );
  }
  return found;
};
