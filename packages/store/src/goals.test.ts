// Goals: where they come from, how they are carried along, and how they end.
import { describe, expect, it } from 'vitest';
import { eventLine, gatherLists, GOAL, goalChanges, goalUpdates } from '@emberkeep/domain';
import {
  advanceTime,
  createRecord,
  describeSession,
  endSession,
  getRecord,
  getSession,
  listEvents,
  listRecords,
  logGoalMove,
  moveGoal,
  reachObjective,
  startSession,
} from './index.ts';
import { createOpenSession as newSession, createSingle, createTestDevices, value } from '../testing/index.ts';

const devices = createTestDevices(200);
const { time } = devices;
const single = () => createSingle(devices);

describe('goals', () => {
  it('come from planned objectives, are carried with their news, and end (M-141, M-142, M-143, M-151)', async () => {
    const { docs } = await single();
    const one = await newSession(docs);
    value(describeSession(docs, one.id, { plannedObjectives: ['Find the artifact', 'Confront the leader'] }));
    value(startSession(docs, one.id));
    const [artifact, leader] = listRecords(docs.ledger, GOAL);
    value(moveGoal(docs, artifact!.id, { kind: 'progress', sessionId: one.id, text: 'Explored 15 of 20 rooms' }));
    value(moveGoal(docs, leader!.id, { kind: 'failed', sessionId: one.id }));
    value(endSession(docs, one.id, one.body));
    time.advance(1000);
    const two = await newSession(docs);
    value(startSession(docs, two.id));
    const now = getRecord(docs.ledger, GOAL, artifact!.id)!;
    expect(goalChanges(now).map((n) => [n.kind, n.sessionId])).toEqual([
      ['created', one.id],
      ['progress', one.id],
      ['carried', two.id],
    ]);
    expect(goalChanges(getRecord(docs.ledger, GOAL, leader!.id)!).some((n) => n.kind === 'carried')).toBe(false);
    expect(goalUpdates(listRecords(docs.ledger, GOAL), one.id)).toMatchObject({
      advanced: [{ name: 'Find the artifact' }],
      failed: [{ name: 'Confront the leader' }],
      finished: [],
    });
    expect(goalUpdates(listRecords(docs.ledger, GOAL), two.id)).toEqual({ advanced: [], finished: [], failed: [] });
    value(moveGoal(docs, artifact!.id, { kind: 'complete', sessionId: two.id }));
    expect(getRecord(docs.ledger, GOAL, artifact!.id)).toMatchObject({
      status: 'complete',
      progressText: 'Explored 15 of 20 rooms',
    });
  });

  it('a goal that moves in play is an event with its game date, and is counted once', async () => {
    const { docs } = await single();
    const { id: sessionId, body } = await newSession(docs);
    value(startSession(docs, sessionId));
    value(advanceTime(docs, { by: 7200 }));
    const id = value(createRecord(docs, docs.ledger, GOAL, { name: 'Mend the lighthouse', target: 4 }));
    const goal = () => getRecord(docs.ledger, GOAL, id)!;
    value(logGoalMove(docs, body, id, { kind: 'progress', by: 1, text: 'The lens is here' }));
    expect(listEvents(body)).toMatchObject([
      {
        eventType: 'quest_progress',
        name: 'Mend the lighthouse: The lens is here',
        goalId: id,
        gameTime: 7200,
        sessionId,
      },
    ]);
    expect(goal()).toMatchObject({ progress: { value: 1 }, progressText: 'The lens is here' });
    expect(goalChanges(goal())).toMatchObject([{ kind: 'progress', sessionId }]);
    time.advance(1000);
    value(logGoalMove(docs, body, id, { kind: 'complete', text: 'It shines' }));
    expect(goal()).toMatchObject({ status: 'complete', progress: { value: 1 }, progressText: 'It shines' });
    expect(goalChanges(goal()).map(({ kind }) => kind)).toEqual(['progress', 'complete']);
    expect(gatherLists(listEvents(body)).questsCompleted).toEqual(['Mend the lighthouse']);
    expect(listEvents(body).map((event) => eventLine(event))).toContain('Mend the lighthouse: It shines');
    expect(goalUpdates([goal()], sessionId)).toMatchObject({ finished: [{ id }], advanced: [] });
    expect(await docs.undo()).toBe('Mend the lighthouse: complete');
    expect(goal()).toMatchObject({ status: 'active', progressText: 'The lens is here' });
    expect(await docs.undo()).toBe('Mend the lighthouse: moves on');
    expect([listEvents(body), goalChanges(goal()), goal().progress.value]).toEqual([[], [], 0]);
  });

  it('an objective that is achieved completes its goal, which later sessions do not carry', async () => {
    const { docs } = await single();
    const one = await newSession(docs);
    value(describeSession(docs, one.id, { plannedObjectives: ['Find the bell', 'Cross the marsh'] }));
    value(startSession(docs, one.id));
    const [bell, marsh] = getSession(docs, one.id)!.plannedObjectives;
    const goal = (name: string) => listRecords(docs.ledger, GOAL).find((each) => each.name === name)!;
    value(reachObjective(docs, one.id, bell!.id, true));
    expect(goal('Find the bell').status).toBe('complete');
    expect(goalUpdates(listRecords(docs.ledger, GOAL), one.id).finished.map((g) => g.name)).toEqual(['Find the bell']);
    for (let night = 0; night < 3; night++) {
      time.advance(1000);
      const next = await newSession(docs);
      value(startSession(docs, next.id));
    }
    const carried = (name: string) => goalChanges(goal(name)).filter((change) => change.kind === 'carried').length;
    expect([carried('Find the bell'), carried('Cross the marsh')]).toEqual([0, 3]);

    value(reachObjective(docs, one.id, marsh!.id, true));
    time.advance(1000);
    value(reachObjective(docs, one.id, marsh!.id, false));
    expect([goal('Cross the marsh').status, getSession(docs, one.id)!.tickedObjectives]).toEqual([
      'active',
      [bell!.id],
    ]);
    await docs.undo();
    expect(goal('Cross the marsh').status).toBe('complete');
  });

  it('a goal whose objective an older version ticked is completed when the next session starts', async () => {
    const { docs } = await single();
    const one = await newSession(docs);
    value(describeSession(docs, one.id, { plannedObjectives: ['Ring the bell', 'Pay the ferry', 'Hide'] }));
    value(startSession(docs, one.id));
    const goal = (name: string) => listRecords(docs.ledger, GOAL).find((each) => each.name === name)!;
    const ids = getSession(docs, one.id)!.plannedObjectives.map(({ id }) => id);
    // As before: the tick alone, without the goal. One of the goals was reopened since.
    value(
      docs.edit('tick', [docs.ledger], (edit) => {
        for (const id of ids.slice(0, 2)) edit.setEntry(docs.ledger, 'session', one.id, 'tickedObjectives', id, true);
      }),
    );
    value(moveGoal(docs, goal('Pay the ferry').id, { kind: 'reopened', sessionId: '' }));
    value(endSession(docs, one.id, one.body));
    time.advance(1000);
    const two = await newSession(docs);
    value(describeSession(docs, two.id, { plannedObjectives: ['Ring the bell'] }));
    value(startSession(docs, two.id));
    const all = listRecords(docs.ledger, GOAL);
    expect(all.map((each) => [each.name, each.status]).sort()).toEqual([
      ['Hide', 'active'],
      ['Pay the ferry', 'active'],
      ['Ring the bell', 'active'],
      ['Ring the bell', 'complete'],
    ]);
    expect(goalUpdates(all, one.id).finished.map((each) => each.name)).toEqual(['Ring the bell']);
  });
});
