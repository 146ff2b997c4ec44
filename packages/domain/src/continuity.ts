// Finds where a campaign's records contradict each other (M-239): a dead entity acts, an entity is in two places on one
// day, or a fact has two versions. It runs on request in Prep and Wrap-up, never during play.
import { isEstablished } from './confidence.ts';
import type { Entity } from './entity.ts';
import type { EntityLogEntry } from './entity-log.ts';
import { appendTo } from './multimap.ts';
import { relationKey, type Relationship } from './relationship.ts';
import { eventLine, eventParticipants, type TimelineEvent } from './timeline-event.ts';

/** One of two conflicting statements, and the record that makes it. */
export interface Version {
  text: string;
  kind: 'entityLog' | 'event' | 'relationship' | 'place';
  id: string;
  /** The session whose body holds an event; empty for records of the ledger. */
  sessionId: string;
}

export interface Contradiction {
  /** The same on every device, so that a settled contradiction stays settled. */
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
  /** The events of every session on this device. */
  events: readonly TimelineEvent[];
  secondsPerDay: number;
  /** The number of a session as shown; null if it is unknown. */
  numberOf(sessionId: string): number | null;
}

/** The source with the lookups that every check needs. */
interface World extends ContinuitySource {
  byId: ReadonlyMap<string, Entity>;
  nameOf(id: string): string;
}

interface Moment {
  gameTime: number | null;
  session: number | null;
}

const FRIENDS = new Set(['allied', 'friendly']);
const FOES = new Set(['enemy', 'rival', 'opposed']);

/** True only where the order is certain: by game time, otherwise by session. */
const isAfter = (a: Moment, b: Moment): boolean =>
  a.gameTime !== null && b.gameTime !== null
    ? a.gameTime > b.gameTime
    : a.session !== null && b.session !== null && a.session > b.session;

const contradiction = (
  kind: Contradiction['kind'],
  subjectId: string,
  describe: string,
  [first, second]: readonly [Version, Version],
): Contradiction => ({ id: `${kind}:${first.id}:${second.id}`, kind, subjectId, describe, first, second });

const entryVersion = ({ id, text }: EntityLogEntry): Version => ({ text, kind: 'entityLog', id, sessionId: '' });

const eventVersion = (world: World, event: TimelineEvent): Version => ({
  text: eventLine(event, world.nameOf),
  kind: 'event',
  id: event.id,
  sessionId: event.sessionId,
});

/** The known entities that act in an event; player characters are left to the players. */
const actorsOf = (world: World, event: TimelineEvent): string[] => {
  const ids = [...new Set([event.npcId, eventParticipants(event).actor ?? ''])];
  return ids.filter((id) => world.byId.has(id) && world.byId.get(id)?.entityType !== 'pc');
};

/** The first death on record of each entity, and the entities that died at two different times. */
const findDeaths = (world: World): { deaths: Map<string, EntityLogEntry>; found: Contradiction[] } => {
  const deaths = new Map<string, EntityLogEntry>();
  const found: Contradiction[] = [];
  const momentOf = (entry: EntityLogEntry): Moment => ({
    gameTime: entry.occurredAt,
    session: world.numberOf(entry.sessionId),
  });
  for (const entry of world.log) {
    if (entry.logKind !== 'died' || !isEstablished(entry) || !world.byId.has(entry.entityId)) continue;
    const earlier = deaths.get(entry.entityId);
    if (!earlier) {
      deaths.set(entry.entityId, entry);
      continue;
    }
    const [a, b] = [momentOf(earlier), momentOf(entry)];
    if (!isAfter(a, b) && !isAfter(b, a)) continue;
    const describe = `${world.nameOf(entry.entityId)} died twice`;
    found.push(contradiction('two_versions', entry.entityId, describe, [entryVersion(earlier), entryVersion(entry)]));
  }
  return { deaths, found };
};

const findActsAfterDeath = (world: World, deaths: ReadonlyMap<string, EntityLogEntry>): Contradiction[] => {
  const found: Contradiction[] = [];
  for (const event of world.events) {
    if (event.eventType === 'npc_killed') continue;
    const acted = { gameTime: event.gameTime, session: world.numberOf(event.sessionId) };
    for (const id of actorsOf(world, event)) {
      const death = deaths.get(id);
      if (!death || !isAfter(acted, { gameTime: death.occurredAt, session: world.numberOf(death.sessionId) })) continue;
      const versions = [entryVersion(death), eventVersion(world, event)] as const;
      found.push(contradiction('dead_acts', id, `${world.nameOf(id)} is dead and acts afterwards`, versions));
    }
  }
  return found;
};

/** Entities whose events name two locations on one day without a move between them. */
const findTwoPlacesInEvents = (world: World): Contradiction[] => {
  const eventsByActorAndDay = new Map<string, TimelineEvent[]>();
  for (const event of world.events) {
    if (event.gameTime === null || world.secondsPerDay <= 0) continue;
    const day = Math.floor(event.gameTime / world.secondsPerDay);
    for (const id of actorsOf(world, event)) appendTo(eventsByActorAndDay, `${id}:${day}`, event);
  }
  const found: Contradiction[] = [];
  const locationOf = (event: TimelineEvent): string => eventParticipants(event).location ?? '';
  for (const [key, events] of eventsByActorAndDay) {
    if (events.some((e) => e.eventType === 'LOCATION_CHANGE')) continue;
    const located = events.filter((e) => world.byId.has(locationOf(e)));
    const first = located[0];
    const second = first && located.find((e) => locationOf(e) !== locationOf(first));
    if (!first || !second) continue;
    const id = key.slice(0, key.lastIndexOf(':'));
    const [here, there] = [world.nameOf(locationOf(first)), world.nameOf(locationOf(second))];
    found.push(
      contradiction('two_places', id, `${world.nameOf(id)} is in ${here} and in ${there} on one day`, [
        eventVersion(world, first),
        eventVersion(world, second),
      ]),
    );
  }
  return found;
};

/** Entities that two locations list as present. */
const findTwoPlacesListed = (world: World): Contradiction[] => {
  const placesOf = new Map<string, Entity[]>();
  for (const place of world.entities)
    for (const id of place.presentIds) if (world.byId.has(id)) appendTo(placesOf, id, place);
  return [...placesOf].flatMap(([id, [first, second]]) => {
    if (!first || !second) return [];
    const name = world.nameOf(id);
    const version = (place: Entity): Version => ({
      text: `${name} is in ${place.name}`,
      kind: 'place',
      id: place.id,
      sessionId: '',
    });
    const describe = `${name} is listed in ${first.name} and in ${second.name}`;
    return [contradiction('two_places', id, describe, [version(first), version(second)])];
  });
};

/** Pairs of entities with a friendly and a hostile relationship. */
const findFriendsAndFoes = (world: World): Contradiction[] => {
  const found: Contradiction[] = [];
  const firstOfPair = new Map<string, Relationship>();
  const version = (r: Relationship): Version => ({
    text: `${world.nameOf(r.fromId)} ${r.relationType.replaceAll('_', ' ')} ${world.nameOf(r.toId)}`,
    kind: 'relationship',
    id: r.id,
    sessionId: '',
  });
  for (const relationship of world.relationships) {
    const type = relationKey(relationship.relationType);
    if (!isEstablished(relationship) || (!FRIENDS.has(type) && !FOES.has(type))) continue;
    const pair = [relationship.fromId, relationship.toId].sort().join(':');
    const first = firstOfPair.get(pair);
    if (!first) firstOfPair.set(pair, relationship);
    else if (FRIENDS.has(relationKey(first.relationType)) !== FRIENDS.has(type)) {
      const describe = `${world.nameOf(first.fromId)} and ${world.nameOf(first.toId)} are friends and foes`;
      const versions = [version(first), version(relationship)] as const;
      found.push(contradiction('two_versions', relationship.fromId, describe, versions));
    }
  }
  return found;
};

/** Every contradiction, settled ones included; the campaign lists the settled ones in `settledConflicts`. */
export const findContradictions = (source: ContinuitySource): Contradiction[] => {
  const byId = new Map(source.entities.map((e) => [e.id, e]));
  const world: World = { ...source, byId, nameOf: (id) => byId.get(id)?.name ?? id };
  const { deaths, found } = findDeaths(world);
  return [
    ...found,
    ...findActsAfterDeath(world, deaths),
    ...findTwoPlacesInEvents(world),
    ...findTwoPlacesListed(world),
    ...findFriendsAndFoes(world),
  ];
};
