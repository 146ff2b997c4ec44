// Shows that the sample is what the README says of it, written through the verbs onto a disk.
import { describe, expect, it } from 'vitest';
import { createFakeTime, createRandom, createTestIds, sampleCampaign } from '@emberkeep/domain/testing';
import { ENTITY_TYPES, findWikiLinks, noteLines } from '@emberkeep/domain';
import { markdownToNote } from '@emberkeep/files';
import { listEntities, listSessions, nameIndexOf, openCampaignDocs } from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import { writeSample } from './write-sample.ts';

const words = (markdown: string): number => noteLines(markdownToNote(markdown)).join(' ').split(/\s+/).filter(Boolean).length;

describe('the sample campaign', () => {
  it('holds what it promises: entities, sessions, words, links', () => {
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

  it('is written through the verbs, every link resolves, and it comes back from disk', async () => {
    const persistence = createMemoryPersistence();
    const time = createFakeTime();
    const ids = createTestIds(createRandom(1), time.nowMs);
    const open = async () => {
      const opened = await openCampaignDocs({ campaignId: '00000000-0000-7000-8000-000000000001', deviceId: 'd1', persistence, newId: ids, nowMs: time.nowMs, later: () => undefined });
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
    const missing = derived.flatMap((row) => row.links).filter((link) => index.resolve(link.nameKey).type !== 'resolved');
    expect(missing.map((l) => l.nameKey)).toEqual([]);
  });
});
