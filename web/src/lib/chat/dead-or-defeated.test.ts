// Tests who counts as dead or defeated when the GM asks.
import { describe, expect, it } from 'vitest';
import type { Entity, EntityLogEntry, TimelineEvent } from '@emberkeep/domain';
import { deadOrDefeated } from './dead-or-defeated.ts';

const idOf = (n: number): string => `0190a1b2-0000-7000-8000-00000000000${n}`;
const [odo, ansgard, wulf, gone] = [idOf(1), idOf(2), idOf(3), idOf(4)];
const entity = (id: string, name: string, more: Partial<Entity> = {}): Entity =>
  ({ id, name, condition: 'Alive', confidence: 'AUTHORITATIVE', ...more }) as Entity;
const defeat = (target: string, sessionId: string): TimelineEvent =>
  ({
    eventType: 'npc_killed',
    participants: { target },
    npcId: '',
    name: '',
    sessionId,
    confidence: 'AUTHORITATIVE',
  }) as never;
const died = (entityId: string, sessionId: string): EntityLogEntry =>
  ({ logKind: 'died', entityId, sessionId, confidence: 'AUTHORITATIVE' }) as EntityLogEntry;

describe('who is dead', () => {
  const entities = [
    entity(odo, 'Odo Pell'),
    entity(ansgard, 'Mother Ansgard', { condition: 'Dead' }),
    entity(wulf, 'Wulf'),
  ];

  const entityOf = (id: string): Entity | undefined => entities.find((each) => each.id === id);

  it('a name from before a join is the one that was kept', () => {
    const joined = (id: string): Entity | undefined => entityOf(id === gone ? wulf : id);
    expect(deadOrDefeated([], [defeat(gone, 's1')], entities, joined)[0]).toEqual({ name: 'Wulf', sessionId: 's1' });
  });

  it('is told from the session log, the log of entities and their status, each once with its session', () => {
    expect(
      deadOrDefeated([died(ansgard, 's1')], [defeat(odo, 's2'), defeat('three ghouls', 's3')], entities, entityOf),
    ).toEqual([
      { name: 'Mother Ansgard', sessionId: 's1' },
      { name: 'Odo Pell', sessionId: 's2' },
      { name: 'three ghouls', sessionId: 's3' },
    ]);
  });

  it('leaves out deleted entities, other events and who nobody said anything of', () => {
    const met = { ...defeat(wulf, 's1'), eventType: 'npc_introduced' } as TimelineEvent;
    expect(deadOrDefeated([], [defeat(gone, 's1'), met, defeat('', 's1')], entities, entityOf)).toEqual([
      { name: 'Mother Ansgard', sessionId: '' },
    ]);
  });
});
