// Who is dead or was defeated, from everything that records it.
import {
  eventParticipants,
  isEstablished,
  isId,
  type Entity,
  type EntityLogEntry,
  type TimelineEvent,
} from '@emberkeep/domain';

export interface Ended {
  /** An entity's name, or the name that an event was given where there is no entity. */
  name: string;
  /** The session in which it happened; empty where only the entity's status tells. */
  sessionId: string;
}

/**
 * Each once: who an entry of an entity's log says died, whom the session log has as defeated, and who is marked as dead.
 * `events` are of all sessions, in the order of play. `entityOf`: the entity that an id stands for, also that of one that
 * was joined with it. Drafts and deleted entities are left out.
 */
export const deadOrDefeated = (
  log: readonly EntityLogEntry[],
  events: readonly TimelineEvent[],
  entities: readonly Entity[],
  entityOf: (id: string) => Entity | undefined,
): Ended[] => {
  const nameOf = (idOrName: string): string => {
    const entity = entityOf(idOrName);
    if (entity) return isEstablished(entity) ? entity.name : '';
    return isId(idOrName) ? '' : idOrName;
  };
  const found: Ended[] = [
    ...log
      .filter((entry) => entry.logKind === 'died' && isEstablished(entry))
      .map(({ entityId, sessionId }) => ({ name: nameOf(entityId), sessionId })),
    ...events
      .filter((event) => event.eventType === 'npc_killed' && isEstablished(event))
      .map((event) => ({ name: nameOf(eventParticipants(event).target ?? event.npcId), sessionId: event.sessionId })),
    ...entities.filter((entity) => entity.condition === 'Dead').map(({ id }) => ({ name: nameOf(id), sessionId: '' })),
  ];
  const names = new Set(found.map(({ name }) => name).filter(Boolean));
  return [...names].map((name) => ({
    name,
    sessionId: found.find((each) => each.name === name && each.sessionId !== '')?.sessionId ?? '',
  }));
};
