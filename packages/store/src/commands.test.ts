// Every exported command can be undone with a co-GM's edit in between, and has a case here and in the fuzz.
import { describe, expect, it } from 'vitest';
import { ALL_RECORDS, GAUGE, SAFETY } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import * as commands from './commands/index.ts';
import {
  createRecord,
  editRecord,
  getRecord,
  listRecords,
  listSessions,
  listSuggestions,
  liveSessionOf,
  stepCounter,
  createSession,
  deleteSession,
  type CampaignDocs,
  type OpenDocument,
  type Spec,
  type UndoStep,
} from './index.ts';
import { bodyOf, createTestDevices, addSampleRecords, meet, value, COMMAND_CASES } from '../testing/index.ts';

/** Functions that only read. Every other function that the commands export is a command. */
const READ_PREFIX = /^(?:list|get|read)/;
const READS = [
  'acceptedId',
  'calendarOf',
  'campaignOf',
  'countedSession',
  'deletedRecords',
  'entityOfLogDraft',
  'gameTimeNow',
  'goalsLeftActive',
  'isMarkedDeleted',
  'isStanding',
  'isUntouchedSession',
  'liveSessionOf',
  'matchesFilter',
  'nameIndexOf',
  'namesToGather',
  'noteName',
  'notePicturesOf',
  'notesOfLinks',
  'recordTitle',
  'specOf',
  'toldSceneIds',
  'versionAt',
  'writableNote',
];
/** Parts of commands: they write inside the transaction of another command. */
const PARTS = ['writeNew', 'writeLive', 'writeGoalNews', 'writeHowFar', 'writeReached', 'writeTickOfEvent'];
/**
 * Creating the campaign cannot be undone: there is nothing before it. The pictures that notes may name stay, for whatever
 * brings a note back.
 */
const NOT_UNDOABLE = ['createCampaign', 'addNotePicture'];
/** Commands of rich text are undone by Y.UndoManager: see merge.test.ts. */
const TEXT = [
  'importIntoNote',
  'importIntoNotes',
  'insertIntoNote',
  'fillNote',
  'fillImportedNote',
  'settleRecovered',
  'updateLinks',
  'removeLinks',
];
const NO_COMMANDS: readonly string[] = [...READS, ...PARTS, ...NOT_UNDOABLE, ...TEXT];
const commandNames = Object.entries(commands)
  .filter(([name, each]) => typeof each === 'function' && !READ_PREFIX.test(name) && !NO_COMMANDS.includes(name))
  .map(([name]) => name);

/** Everything that a GM sees, without the two records that the co-GM changes. */
const seen = (docs: CampaignDocs, body: OpenDocument, without: readonly string[]): unknown => {
  const records = ALL_RECORDS.filter((s) => s.kind !== 'session').map((s) => [
    s.kind,
    listRecords(s.home === 'ledger' ? docs.ledger : body, s as Spec).filter((r) => !without.includes(r.id)),
  ]);
  return JSON.parse(
    JSON.stringify([
      records,
      listSessions(docs).filter((s) => !s.deleted),
      liveSessionOf(docs).sessionId,
      listSuggestions(docs, body).map((s) => s.id),
    ]),
  ) as unknown;
};

describe('every command', () => {
  it('has a case for undo and fuzz, and every case has its command', () => {
    expect(Object.keys(COMMAND_CASES).sort()).toEqual([...commandNames].sort());
  });

  it.each(Object.entries(COMMAND_CASES))(
    '%s is undone, redone and undone again, and a co-GM’s work in between stays',
    async (name, run) => {
      const { pair, time } = createTestDevices(500);
      const [a, b] = await pair();
      const id = value(createSession(a, { title: 'session' }));
      const other = value(createSession(a, { title: 'other' }));
      const body = await bodyOf(a, id);
      addSampleRecords(a, body);
      if (name === 'restoreSession') value(await deleteSession(a, other));
      time.advance(10_000);
      const [theirs, gauge] = [
        value(createRecord(a, a.ledger, SAFETY, { topic: 'spiders' })),
        listRecords(a.ledger, GAUGE)[0]!.id,
      ];
      await meet(a, b);
      const without = [theirs, gauge];
      const before = seen(a, body, without);
      let step: UndoStep | null = null;
      let word = 0;
      const world = { docs: a, body, random: createRandom(name.length * 7 + 1), word: () => `word${++word}` };
      // Some cases act at random, so a case is run until it did something.
      for (let i = 0; i < 40 && !step; i++) {
        const first = a.latestStep();
        await run(world);
        step = a.latestStep() === first ? null : a.latestStep();
      }
      expect(step, `${name} did something`).not.toBeNull();
      value(editRecord(b, { doc: b.ledger, spec: SAFETY, id: theirs, fields: { safetyKind: 'veil' } }));
      value(stepCounter(b, { doc: b.ledger, spec: GAUGE, id: gauge, field: 'level', change: { by: 3 } }));
      await meet(a, b);
      const after = seen(a, body, without);
      expect(await a.undo()).toBe(step!.label);
      await meet(a, b);
      expect(seen(a, body, without)).toEqual(before);
      const ofB = (docs: CampaignDocs): unknown[] => [
        getRecord(docs.ledger, SAFETY, theirs)?.safetyKind,
        getRecord(docs.ledger, GAUGE, gauge)!.level.steps.filter((s) => s.who === 'b').length,
      ];
      expect(ofB(a)).toEqual(['veil', 1]);
      expect(ofB(b)).toEqual(ofB(a));
      await a.redo();
      expect(seen(a, body, without)).toEqual(after);
      await a.undo();
      expect(seen(a, body, without)).toEqual(before);
    },
  );
});
