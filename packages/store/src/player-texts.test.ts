// What players read of names, aliases, goals and clocks: what a GM showed them, and nothing else.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  CLOCK,
  clockFilledEvent,
  GOAL,
  goalChanges,
  TIMELINE_EVENT,
  type NoteNode,
  type PlayerView,
  type TimelineEvent,
} from '@emberkeep/domain';
import {
  buildPlayerView,
  createEntity,
  createRecord,
  createSession,
  deleteEntity,
  describeSession,
  editEntity,
  editRecord,
  fillNote,
  getEntity,
  getRecord,
  getSession,
  listEvents,
  listRecords,
  logEvent,
  moveGoal,
  noteName,
  publishSession,
  reachObjective,
  renameEntity,
  setAlias,
  showAlias,
  tickClock,
  writePlayerDoc,
  type CampaignDocs,
} from './index.ts';
import { bodyOf, createSingle, createTestDevices, oneParagraph, value } from '../testing/index.ts';

const campaign = async () => {
  const { docs, reload } = await createSingle(createTestDevices(17));
  const session = value(createSession(docs, { title: 'One' }));
  const later = value(createSession(docs, { title: 'Two' }));
  value(publishSession(docs, session, true));
  return { docs, reload, session, later, body: await bodyOf(docs, session) };
};
const viewOf = (docs: CampaignDocs): Promise<PlayerView> =>
  buildPlayerView(docs, async (id) => listEvents(await bodyOf(docs, id)));
const recapOf = async (docs: CampaignDocs): Promise<readonly NoteNode[]> => (await viewOf(docs)).sessions[0]!.recap;

describe('links in texts', () => {
  it('a link to an entity that players do not know is the words that it shows', async () => {
    const { docs, session } = await campaign();
    value(createEntity(docs, { name: 'Duke Vane', entityType: 'npc' }));
    value(createEntity(docs, { name: 'Wen', entityType: 'npc', isKnown: true }));
    value(
      fillNote(docs.ledger, noteName(session, 'summary'), oneParagraph('[[Duke Vane|A stranger]] met [[Wen|her]].')),
    );
    expect(await recapOf(docs)).toEqual(oneParagraph('A stranger met [[Wen|her]].'));
  });

  it('a link that stretches over marks keeps the marks of its words', async () => {
    const { docs, session } = await campaign();
    value(createEntity(docs, { name: 'Duke Vane', entityType: 'npc' }));
    value(
      fillNote(docs.ledger, noteName(session, 'summary'), [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Then [[Duke Vane|a ' },
            { type: 'text', text: 'masked', marks: [{ type: 'bold' }] },
            { type: 'text', text: ' man]] ran.' },
          ],
        },
      ]),
    );
    expect(await recapOf(docs)).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Then a ' },
          { type: 'text', text: 'masked', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' man ran.' },
        ],
      },
    ]);
  });

  it('a link under a former name of a known entity shows the name that players know', async () => {
    const { docs, session } = await campaign();
    const osric = value(createEntity(docs, { name: 'Osric (traitor!)', entityType: 'npc', isKnown: true }));
    value(
      fillNote(
        docs.ledger,
        noteName(session, 'summary'),
        oneParagraph('[[Osric (traitor!)]], [[Osric (traitor!)|he]]'),
      ),
    );
    value(renameEntity(docs, osric, 'Osric'));
    expect(await recapOf(docs)).toEqual(oneParagraph('[[Osric]], he'));
  });

  it('lines of events, objectives and titles have no link syntax', async () => {
    const { docs, body } = await campaign();
    value(createEntity(docs, { name: 'Duke Vane', entityType: 'npc' }));
    value(logEvent(docs, body, { eventType: 'OTHER', name: '[[Duke Vane|Somebody]] knocked' }));
    expect((await viewOf(docs)).sessions[0]!.timeline[0]!.line).toBe('Somebody knocked');
  });
});

describe('aliases', () => {
  const aliasesOf = async (docs: CampaignDocs) => (await viewOf(docs)).entities[0]!.aliases;

  it('players read the aliases that a GM shows, one by one, also after a reload', async () => {
    const { docs, reload } = await campaign();
    const id = value(
      createEntity(docs, { name: 'Vane the murderer', entityType: 'npc', isKnown: true, aliases: ['The Duke', 'V'] }),
    );
    value(renameEntity(docs, id, 'Vane'));
    expect(await aliasesOf(docs)).toEqual([]);
    value(showAlias(docs, id, 'The Duke', true));
    expect(await aliasesOf(docs)).toEqual(['The Duke']);
    await docs.queue.whenSaved();
    expect(await aliasesOf(await reload())).toEqual(['The Duke']);
    expect(showAlias(docs, id, 'Nobody', true)).toMatchObject({ ok: false, error: { type: 'AliasMissing' } });
  });

  it('an alias that became the name and was left again, or was removed and added again, is the GM’s', async () => {
    const { docs } = await campaign();
    const id = value(createEntity(docs, { name: 'Vane', entityType: 'npc', isKnown: true, aliases: ['Duke', 'V'] }));
    for (const alias of ['Duke', 'V']) value(showAlias(docs, id, alias, true));
    value(renameEntity(docs, id, 'Duke'));
    value(renameEntity(docs, id, 'Vane'));
    value(setAlias(docs, id, 'V', false));
    value(setAlias(docs, id, 'V', true));
    expect(getEntity(docs, id)!.aliases).toEqual(['Duke', 'V']);
    expect(await aliasesOf(docs)).toEqual([]);
  });

  it('a hidden alias is in no byte that a new player gets', async () => {
    const { docs } = await campaign();
    const id = value(createEntity(docs, { name: 'Vane', entityType: 'npc', isKnown: true, aliases: ['ALIAS'] }));
    value(showAlias(docs, id, 'ALIAS', true));
    const table = new Y.Doc();
    writePlayerDoc(table, await viewOf(docs));
    const bytes = (): Buffer => Buffer.from(Y.encodeStateAsUpdate(table));
    expect(bytes().includes('ALIAS')).toBe(true);
    value(showAlias(docs, id, 'ALIAS', false));
    writePlayerDoc(table, await viewOf(docs));
    expect(bytes().includes('ALIAS')).toBe(false);
  });
});

describe('goals, clocks and deleted entities', () => {
  it('a session shows the words that a goal got in it, of goals that players know of', async () => {
    const { docs, session, later } = await campaign();
    const goal = value(createRecord(docs, docs.ledger, GOAL, { name: 'Find the thief' }));
    value(moveGoal(docs, goal, { kind: 'progress', sessionId: session, text: 'A rumour' }));
    value(moveGoal(docs, goal, { kind: 'progress', sessionId: later, text: 'It was the duke' }));
    expect((await viewOf(docs)).sessions[0]!.goals).toEqual([]);
    value(editRecord(docs, { doc: docs.ledger, spec: GOAL, id: goal, fields: { isKnown: true } }));
    expect((await viewOf(docs)).sessions[0]!.goals).toEqual([
      { name: 'Find the thief', status: 'active', words: 'A rumour' },
    ]);
  });

  it('[R5] a corrected quest event is told in its new words, to GM and players; an objective ends its goal for them', async () => {
    const { docs, body, session } = await campaign();
    const goal = value(createRecord(docs, docs.ledger, GOAL, { name: 'Find the thief', isKnown: true }));
    const event = value(logEvent(docs, body, { eventType: 'quest_progress', name: 'Pell did it', goalId: goal }));
    const edit = (fields: Partial<TimelineEvent>) =>
      value(editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id: event, fields }));
    edit({ name: 'Somebody at court did it' });
    const news = () => goalChanges(getRecord(docs.ledger, GOAL, goal)!).map(({ kind, text }) => [kind, text]);
    expect(news()).toContainEqual(['progress', 'Somebody at court did it']);
    expect(JSON.stringify(news())).not.toContain('Pell');
    const goals = async () => (await viewOf(docs)).sessions[0]!.goals;
    expect(await goals()).toEqual([{ name: 'Find the thief', status: 'active', words: 'Somebody at court did it' }]);
    edit({ visibility: 'secret' });
    expect(await goals()).toEqual([]);
    edit({ visibility: 'shared', eventType: 'quest_completed', name: 'The duke hangs' });
    expect(await goals()).toEqual([{ name: 'Find the thief', status: 'complete', words: 'The duke hangs' }]);

    value(describeSession(docs, session, { plannedObjectives: ['Leave the city'] }));
    value(createRecord(docs, docs.ledger, GOAL, { name: 'Leave the city', isKnown: true }));
    const [objective] = getSession(docs, session)!.plannedObjectives;
    value(reachObjective(docs, session, objective!.id, true));
    expect(await goals()).toContainEqual({ name: 'Leave the city', status: 'complete', words: '' });
    value(reachObjective(docs, session, objective!.id, false));
    expect(await goals()).toContainEqual({ name: 'Leave the city', status: 'active', words: '' });
  });

  it('what a secret event did to a goal, and the name of a hidden goal in an event, are the GM’s', async () => {
    const { docs, body } = await campaign();
    const known = value(createRecord(docs, docs.ledger, GOAL, { name: 'Find the thief', isKnown: true }));
    const plot = value(createRecord(docs, docs.ledger, GOAL, { name: 'Seduce the crew' }));
    value(logEvent(docs, body, { eventType: 'quest_failed', name: 'No', visibility: 'secret', goalId: known }));
    value(logEvent(docs, body, { eventType: 'quest_started', name: 'Seduce the crew', goalId: plot }));
    expect((await viewOf(docs)).sessions[0]).toMatchObject({ goals: [], timeline: [] });
  });

  it('that a clock is full is told to players who see how full it is', async () => {
    const { docs, body } = await campaign();
    const clocks = (['hidden', 'known', 'shown'] as const).map((visibility) =>
      value(createRecord(docs, docs.ledger, CLOCK, { name: visibility, segments: 2, visibility })),
    );
    for (const id of clocks) for (let i = 0; i < 2; i++) value(tickClock(docs, id, 1));
    for (const clock of listRecords(docs.ledger, CLOCK)) {
      value(logEvent(docs, body, clockFilledEvent(clock)));
      // As an earlier version logged it.
      value(logEvent(docs, body, { ...clockFilledEvent(clock), visibility: 'shared' }));
    }
    expect((await viewOf(docs)).sessions[0]!.timeline.map((e) => e.line)).toEqual(['shown is full', 'shown is full']);
  });

  it('that a clock is full stays with the GM where the event names no clock of the campaign', async () => {
    const { docs, body } = await campaign();
    const shown = value(createRecord(docs, docs.ledger, CLOCK, { name: 'shown', segments: 2, visibility: 'shown' }));
    const full = { eventType: 'clock_filled', visibility: 'shared' } as const;
    for (const details of [undefined, {}, { clock: 7 }, { clock: '' }, { clock: [shown] }, { clock: 'deleted' }])
      value(logEvent(docs, body, { ...full, name: 'The plot is full', ...(details ? { details } : {}) }));
    value(logEvent(docs, body, { ...full, name: 'The feast begins', details: { clock: shown } }));
    expect((await viewOf(docs)).sessions[0]!.timeline.map((e) => e.line)).toEqual(['The feast begins']);
  });

  it('a deleted entity leaves no id', async () => {
    const { docs, body } = await campaign();
    const hidden = value(createEntity(docs, { name: 'Hidden', entityType: 'npc' }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', npcId: hidden }));
    value(logEvent(docs, body, { eventType: 'damage', name: 'A blow', participants: { target: hidden } }));
    value(deleteEntity(docs, hidden));
    const view = await viewOf(docs);
    expect(JSON.stringify(view)).not.toContain(hidden);
    expect(view.sessions[0]!.timeline.map((e) => e.line)).toEqual(['A blow']);
    expect(view.sessions[0]!.social.met).toEqual([]);
  });

  it('a name that an import wrote is left out while players do not know who it is', async () => {
    const { docs, body } = await campaign();
    const vane = value(createEntity(docs, { name: 'Duke Vane', entityType: 'npc' }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: 'Duke Vane' } }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: 'A beggar' } }));
    const met = async () => (await viewOf(docs)).sessions[0]!.social.met;
    expect(await met()).toEqual(['A beggar']);
    value(editEntity(docs, vane, { isKnown: true }));
    expect(await met()).toEqual(['Duke Vane', 'A beggar']);
  });
});
