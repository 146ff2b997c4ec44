// Checks that the sample campaign is what the README says, and that it survives the disk and every file format.
import { describe, expect, it } from 'vitest';
import { createFakeTime, createRandom, createTestIds, sampleCampaign } from '@emberkeep/domain/testing';
import { ENTITY_TYPES, findWikiLinks, noteLines, type StoredRecord } from '@emberkeep/domain';
import { markdownToNote } from '@emberkeep/files';
import { CAMPAIGN_JSON } from '@emberkeep/files/json-schema';
import {
  campaignJson,
  readCampaignFile,
  recordsOfCampaignFile,
  campaignFileOf,
  writeCampaignFile,
} from '@emberkeep/files/save';
import { pack, readImport, writeVault } from '@emberkeep/files/transfer';
import {
  createCampaign,
  derivedId,
  listEntities,
  listSessions,
  nameIndexOf,
  openCampaignDocs,
  putRecords,
  readStored,
  type CampaignDocs,
} from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import { writeSample } from './write-sample.ts';

const time0 = Date.UTC(2026, 10, 21);
const words = (markdown: string): number =>
  noteLines(markdownToNote(markdown)).join(' ').split(/\s+/).filter(Boolean).length;

describe('the sample campaign', () => {
  it('has the promised number of entities, sessions, words and links', () => {
    const sample = sampleCampaign();
    expect(sample.entities.length).toBeGreaterThanOrEqual(25);
    expect(new Set(sample.entities.map((e) => e.type))).toEqual(new Set(ENTITY_TYPES));
    for (const entity of sample.entities) expect(words(entity.description), entity.name).toBeGreaterThanOrEqual(40);
    expect(sample.sessions).toHaveLength(6);
    expect(sample.sessions.filter((s) => s.played)).toHaveLength(3);
    for (const session of sample.sessions) {
      expect(words(session.prep), `${session.title} prep`).toBeGreaterThanOrEqual(300);
      if (session.played) expect(words(session.actual ?? ''), `${session.title} actual`).toBeGreaterThanOrEqual(400);
    }
    const links = sample.sessions.flatMap((s) => findWikiLinks(`${s.prep}\n${s.actual ?? ''}`));
    expect(links.length).toBeGreaterThanOrEqual(40);
  });

  it('is read back from disk, and every link resolves', async () => {
    const persistence = createMemoryPersistence();
    const time = createFakeTime();
    const ids = createTestIds(createRandom(1), time.nowMs);
    const open = async () => {
      const opened = await openCampaignDocs({
        campaignId: '00000000-0000-7000-8000-000000000001',
        deviceId: 'd1',
        persistence,
        newId: ids,
        nowMs: time.nowMs,
        later: () => undefined,
      });
      if (!opened.ok) throw new Error(opened.error.type);
      return opened.value;
    };
    const docs = await open();
    const { derived } = await writeSample(docs);
    await docs.close();
    const again = await open();
    expect(listEntities(again)).toHaveLength(sampleCampaign().entities.length);
    expect(listSessions(again).map((s) => s.shownNumber)).toEqual([1, 2, 3, 4, 5, 6]);
    const index = nameIndexOf(again);
    const missing = derived
      .flatMap((row) => row.links)
      .filter((link) => index.resolve(link.nameKey).type !== 'resolved');
    expect(missing.map((l) => l.nameKey)).toEqual([]);
  });

  it('has three items in every block of its campaign file, and comes back from it unchanged (M-153, R-6)', async () => {
    const device = async (campaignId: string) => {
      const time = createFakeTime();
      const opened = await openCampaignDocs({
        campaignId,
        deviceId: 'd1',
        persistence: createMemoryPersistence(),
        newId: createTestIds(createRandom(2), time.nowMs),
        nowMs: time.nowMs,
        later: () => undefined,
      });
      if (!opened.ok) throw new Error(opened.error.type);
      return opened.value;
    };
    const stored = async (docs: CampaignDocs): Promise<StoredRecord[]> => {
      const records = [...readStored(docs.ledger)];
      for (const { id } of listSessions(docs)) {
        const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
        if (!body.ok) throw new Error(body.error.type);
        records.push(...readStored(body.value));
        await body.value.release();
      }
      return records;
    };
    const docs = await device('00000000-0000-7000-8000-000000000001');
    await writeSample(docs);
    const before = await stored(docs);
    const { save } = campaignFileOf(before, time0, docs.campaignId);
    for (const list of [
      save.gauges,
      save.characters,
      save.factions,
      save.companions,
      save.npcRelationships,
      save.locations,
      save.quests,
      save.inventory.keyItems,
      save.inventory.gear,
      save.decisions,
      save.pendingConsequences,
      [...save.lines, ...save.veils],
      save.hooks,
    ])
      expect(list.length).toBeGreaterThanOrEqual(3);
    expect(save).toMatchObject({
      name: 'The Drowned Lantern',
      character: 'Mirabel Thorne',
      location: 'Salt Street',
      session: 4,
      universe: 'The lamp coast',
    });
    const text = writeCampaignFile(save, before);
    const reading = readCampaignFile(text);
    expect(reading.lost).toEqual([]);
    expect(
      Object.values(reading.sections).every((s) => s === 'ok'),
      JSON.stringify(reading.sections),
    ).toBe(true);
    expect(reading.save).toEqual(save);
    const other = await device('00000000-0000-7000-8000-000000000002');
    createCampaign(other, { name: 'Other' });
    const put = await putRecords(other, recordsOfCampaignFile(reading, other.campaignId, derivedId), {
      from: 'a save file',
      preferFile: true,
    });
    expect(put).toMatchObject({ ok: true, value: { refused: [] } });
    const comparable = (records: readonly StoredRecord[]) =>
      records
        .map((r) =>
          JSON.stringify({
            ...r,
            keys: { ...r.keys, ...(r.kind === 'campaign' ? { createdBy: '', createdAt: 0 } : {}) },
          }),
        )
        .sort();
    expect(comparable(await stored(other))).toEqual(comparable(before));
    // The JSON export has every record, in its documented shape.
    const json = CAMPAIGN_JSON.parse(JSON.parse(campaignJson(before, docs.campaignId, time0)));
    expect(json.records).toHaveLength(before.length);
    expect(json.records.find((r) => r.fields['name'] === 'Old Tam')).toMatchObject({
      kind: 'entity',
      fields: { entityType: 'npc', isCompanion: true, trust: 7, aliases: expect.arrayContaining(['Tam the ferryman']) },
      texts: { description: expect.stringContaining('Ferryman of the back channels') },
    });
    expect(json.records.some((r) => r.kind === 'note' && r.session === r.id && 'prep_notes' in r.texts)).toBe(true);
    // A packed folder of notes gives back every record as it was, and importing it changes nothing.
    const zip = await pack(writeVault(before).map((f) => ({ path: f.path, content: f.text })));
    const back = await readImport(
      'notes.zip',
      [{ path: 'notes.zip', size: zip.length, read: () => Promise.resolve(zip) }],
      { audience: 'gm', derive: derivedId },
    );
    if (!back.ok) throw new Error(back.error.type);
    expect(back.value).toMatchObject({ things: [], ties: [], remarks: [] });
    const byKind = (records: readonly StoredRecord[]) =>
      records.map((r) => JSON.stringify([r.kind, r.id, r.sessionId, r.keys, r.texts])).sort();
    expect(byKind(back.value.own)).toEqual(byKind(before));
    expect(await putRecords(docs, back.value.own, { from: 'notes.zip' })).toMatchObject({
      ok: true,
      value: { created: 0, changed: 0, kept: [] },
    });
    // Importing the campaign file a second time changes nothing.
    expect(
      await putRecords(other, recordsOfCampaignFile(reading, other.campaignId, derivedId), { from: 'a save file' }),
    ).toMatchObject({ ok: true, value: { created: 0, changed: 0, kept: [] } });
  });
});
