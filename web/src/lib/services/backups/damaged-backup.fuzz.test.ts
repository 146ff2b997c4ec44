// Damaged backups are checked and restored as far as they go: no hang, no error, sound documents restored, the rest
// named. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>; EMBERKEEP_FUZZ_RUNS=<count> sets the flips.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteLines } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  applySessionRule,
  campaignOf,
  createBrowserPersistence,
  createEntity,
  createSession,
  describeSession,
  fillNote,
  listEntities,
  listSessions,
  noteName,
} from '@emberkeep/store';
import { oneParagraph } from '@emberkeep/store/testing';
import { getApp, type App } from '#lib/app/app.svelte.ts';
import { valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { checkBackup, openDocuments, restoreBackup } from '#lib/testing/backups.ts';
import { makeBackup } from './backup.ts';
import type { BackupCheck } from './check-backup.ts';
import { readBackup } from '@emberkeep/files';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] ?? 60);
const TITLES = ['The Salt Choir', 'Lantern Row', 'A debt at sea'];

let page: FakePage;
let app: App;
let id: string;
let sessionIds: string[];
let text: string;

beforeEach(async () => {
  page = stubPage();
  app = getApp();
  await app.start();
  // With its first session, as every new campaign.
  const made = valueOf(await app.createCampaign('Brine'));
  id = made.id;
  const { docs } = valueOf(await app.open(id));
  valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  sessionIds = [];
  for (const title of TITLES) {
    const isFirst = sessionIds.length === 0;
    const sessionId = isFirst ? made.sessionId : valueOf(createSession(docs, { title }));
    if (isFirst) valueOf(describeSession(docs, sessionId, { title }));
    const body = valueOf(await docs.open({ kind: 'session', campaignId: id, sessionId }));
    valueOf(fillNote(body, noteName(sessionId, 'prep_notes'), oneParagraph(`Notes of ${title}.`)));
    await docs.queue.whenSaved();
    await body.release();
    sessionIds.push(sessionId);
  }
  await docs.queue.whenSaved();
  ({ text } = await makeBackup(app.device, id));
  await app.closeCurrent();
});
afterEach(async () => {
  await app.closeCurrent();
  page.restore();
});

interface BackupFile {
  documents: { room: string; bytes: string; checksum?: string }[];
  contents?: unknown;
  readable?: unknown;
  checksum?: string;
}
const fileOf = (): BackupFile => JSON.parse(text) as BackupFile;
const roomOfSession = (n: number): string => `campaign/${id}/session/${sessionIds[n]}`;
const check = async (file: BackupFile | string): Promise<BackupCheck> =>
  valueOf(await checkBackup(app.device, typeof file === 'string' ? file : JSON.stringify(file, null, 1)));
/** Four signs of Base64 in the middle of a document are other signs. */
const withOtherSigns = (file: BackupFile, room: string): BackupFile => {
  const document = file.documents.find((each) => each.room === room)!;
  const middle = document.bytes.length >> 1;
  document.bytes = `${document.bytes.slice(0, middle)}////${document.bytes.slice(middle + 4)}`;
  return file;
};
/** The notes of a campaign's sessions, in the sessions' order, as plain words. */
const notesOf = async (campaignId: string): Promise<string[]> => {
  const { backup } = valueOf(readBackup((await makeBackup(app.device, campaignId)).text));
  const { records } = await openDocuments(backup.documents);
  const notes = new Map(records.flatMap((each) => (each.kind === 'note' ? [[each.id, each] as const] : [])));
  return sessionIds.map((sessionId) => noteLines(notes.get(sessionId)?.texts['prep_notes'] ?? []).join(' '));
};
/** As an older version wrote it. */
const withoutChecksums = (file: BackupFile): BackupFile => {
  for (const document of file.documents) delete document.checksum;
  delete file.contents;
  delete file.checksum;
  return file;
};

describe('a damaged backup', () => {
  it('names the session whose bytes were changed, and restores the others', async () => {
    const damaged = withOtherSigns(fileOf(), roomOfSession(1));
    expect((await check(damaged)).damaged).toEqual(['session 2 “Lantern Row” (damaged)']);
    valueOf(await app.removeFromDevice(id));
    const restored = valueOf(await restoreBackup(app.device, JSON.stringify(damaged)));
    expect(restored.lost).toEqual(['session 2 “Lantern Row” (damaged)']);
    const { docs } = valueOf(await app.open(id));
    expect(listSessions(docs).map(({ title }) => title)).toEqual(TITLES);
    expect(listEntities(docs).map(({ name }) => name)).toEqual(['Vey']);
    const rooms = (await app.device.db.updates.getAll()).map(({ room }) => room);
    expect([rooms.includes(roomOfSession(0)), rooms.includes(roomOfSession(2))]).toEqual([true, true]);
  });

  it('cut in its last document is a backup as far as it goes, and says what is not in it', async () => {
    const checked = await check(text.slice(0, text.lastIndexOf(fileOf().documents.at(-1)!.bytes) + 20));
    expect(checked.cut).toEqual({ count: 4, total: 5 });
    expect(checked.damaged).toEqual(['the player view (damaged)', 'the copy as readable JSON (not in the file)']);
  });

  it('that lacks a session says so, also one of an older version', async () => {
    for (const file of [fileOf(), withoutChecksums(fileOf())]) {
      file.documents = file.documents.filter(({ room }) => room !== roomOfSession(2));
      expect((await check(file)).damaged).toEqual(['session 3 “A debt at sea” (not in the file)']);
    }
  });

  it('of an older version names a document that no device can open', async () => {
    const file = withoutChecksums(fileOf());
    file.documents.find(({ room }) => room === roomOfSession(0))!.bytes = 'CQkJ';
    expect((await check(file)).damaged).toEqual(['session 1 “The Salt Choir” (damaged)']);
  });

  it('whose list of entities is damaged, without a readable copy, restores its sessions as a copy', async () => {
    const damaged = withOtherSigns(fileOf(), `campaign/${id}`);
    delete damaged.readable;
    valueOf(await app.removeFromDevice(id));
    const checked = await check(damaged);
    expect([checked.hasLedger, checked.damaged[0]]).toEqual([false, 'people, places, lists and settings (damaged)']);
    expect(checked.fromReadable).toBeNull();
    const restored = valueOf(await restoreBackup(app.device, JSON.stringify(damaged), 'copy'));
    expect(restored.id).not.toBe(id);
    const { docs } = valueOf(await app.open(restored.id));
    expect(
      listSessions(docs)
        .map((session) => session.id)
        .sort(),
    ).toEqual([...sessionIds].sort());
    await app.closeCurrent();
    const again = valueOf(readBackup((await makeBackup(app.device, restored.id)).text)).backup;
    const notes = JSON.stringify((await openDocuments(again.documents)).records);
    for (const title of TITLES) expect(notes).toContain(`Notes of ${title}.`);
  });

  it('whose list of entities is damaged takes it from the readable copy, with the notes of the sound documents', async () => {
    const damaged = JSON.stringify(withOtherSigns(fileOf(), `campaign/${id}`), null, 1);
    const restored = valueOf(await restoreBackup(app.device, damaged, 'copy'));
    expect(restored.lost).toEqual(['people, places, lists and settings (damaged)']);
    const { docs } = valueOf(await app.open(restored.id));
    expect(listEntities(docs).map(({ name }) => name)).toEqual(['Vey']);
    expect(listSessions(docs).map(({ title }) => title)).toEqual(TITLES);
    expect(campaignOf(docs)?.name).toBe('Brine (copy)');
    await app.closeCurrent();
    expect(await notesOf(restored.id)).toEqual(TITLES.map((title) => `Notes of ${title}.`));
  });

  it('with a damaged session, completed or not, takes its notes from the readable copy into a copy', async () => {
    const { docs } = valueOf(await app.open(id));
    valueOf(applySessionRule(docs, sessionIds[1]!, 'markCompleted'));
    await docs.queue.whenSaved();
    ({ text } = await makeBackup(app.device, id));
    await app.closeCurrent();
    const damaged = withOtherSigns(withOtherSigns(fileOf(), roomOfSession(0)), roomOfSession(1));
    const restored = valueOf(await restoreBackup(app.device, JSON.stringify(damaged), 'copy'));
    expect(await notesOf(restored.id)).toEqual(TITLES.map((title) => `Notes of ${title}.`));
    const opened = valueOf(await app.open(restored.id));
    expect(listSessions(opened.docs).map(({ stage }) => stage)).toEqual(['prep', 'completed', 'prep']);
  });

  it('writes nothing of the readable copy into the campaign itself', async () => {
    const damaged = JSON.stringify(withOtherSigns(fileOf(), roomOfSession(1)));
    valueOf(await app.removeFromDevice(id));
    valueOf(await restoreBackup(app.device, damaged));
    expect((await notesOf(id)).join()).not.toContain(TITLES[1]);
  });

  it('whose readable copy is damaged as well names it, and takes nothing from it', async () => {
    const damaged = JSON.stringify(withOtherSigns(fileOf(), `campaign/${id}`), null, 1);
    const readable = damaged.indexOf('\n "readable"');
    const other = damaged.slice(0, readable) + damaged.slice(readable).replace('Vey', 'Vex');
    const checked = await check(other);
    expect([checked.fromReadable, checked.damaged]).toEqual([
      null,
      ['people, places, lists and settings (damaged)', 'the copy as readable JSON (damaged)'],
    ]);
  });

  it('counts no damaged document as one that is newer on this device', async () => {
    expect((await check(withOtherSigns(fileOf(), roomOfSession(1)))).behind).toBe(0);
  });

  it('is not shown as whole while a document here has bytes that cannot be read', async () => {
    await createBrowserPersistence(app.device.db).append([
      { room: roomOfSession(0), bytes: new Uint8Array([9, 9, 9]), sent: true },
    ]);
    expect((await check(text)).behind).toBe(0);
  });

  it(`with flipped bytes in an older file is checked without an error (seed ${seed}, ${runs} runs)`, async () => {
    const random = createRandom(seed);
    const old = JSON.stringify(withoutChecksums(fileOf()), null, 1);
    for (let run = 0; run < runs; run += 1) {
      const at = random.int(old.length);
      const flipped =
        old.slice(0, at) + String.fromCharCode(old.charCodeAt(at) ^ (1 << random.int(7))) + old.slice(at + 1);
      // Rejects where something throws, and the test's time ends where it hangs.
      await checkBackup(app.device, flipped);
      if (run % 10 === 0) await restoreBackup(app.device, flipped, 'copy');
    }
  }, 600_000);
});
