// Owns making campaigns of a given size for benchmarks, seeds and tests: documents as bytes, through the real verbs, with
// seeded words, so that two runs make the same campaign.
import * as Y from 'yjs';
import { ENTITY_LOG, ENTITY_TYPES, EVENT_TYPES, PLAYER, SCENE_TYPES, TIMELINE_EVENT } from '@emberkeep/domain';
import { createRandom, createTestIds } from '@emberkeep/domain/testing';
import { writeBackup, type CampaignBackup } from '@emberkeep/files';
import {
  appendToFragment,
  createCampaign,
  createEntity,
  createRecord,
  createScene,
  createSession,
  noteName,
  openCampaignDocs,
} from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';

export interface CampaignSize {
  sessions: number;
  entities: number;
  /** Words of description and of GM notes per entity. */
  entityWords: [description: number, gmNotes: number];
  /** Bytes of prep notes per session. */
  noteBytes: number;
  eventsPerSession: number;
  /** Scenes per session, each with 120 words, GM notes and ten entities; none where left out. */
  scenesPerSession?: number;
  logEntries: number;
}

const WORDS =
  'the lamp was dark and the tide came up over stone while nobody spoke of harbour keeper ledger bell rope salt morning quay lantern drowned debt letter captain oil river marsh promise knife garden tower'.split(
    ' ',
  );

/** The campaign as a backup: every document's bytes. Deterministic for a seed. */
export const generateCampaign = async (size: CampaignSize, seed = 1): Promise<CampaignBackup> => {
  const random = createRandom(seed);
  let now = 1_700_000_000_000;
  const ids = createTestIds(random, () => now++);
  const campaignId = ids();
  const opened = await openCampaignDocs({
    campaignId,
    deviceId: 'generator',
    persistence: createMemoryPersistence(),
    newId: ids,
    nowMs: () => now++,
    later: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error.type);
  const docs = opened.value;
  const words = (count: number): string => Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
  const names: string[] = [];
  const entityIds: string[] = [];
  const prose = (bytes: number): string => {
    let text = '';
    while (text.length < bytes)
      text += `${words(9)}${names.length > 0 && random.chance(0.4) ? ` [[${random.pick(names)}]]` : ''}. `;
    return text.slice(0, bytes);
  };
  const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
  createCampaign(docs, { name: `Generated, ${size.sessions} sessions` });
  const { ledger } = docs;
  ledger.doc.transact(() => {
    for (let i = 0; i < size.entities; i++) {
      const name = `${random.pick(WORDS)} ${random.pick(WORDS)} ${i}`;
      names.push(name);
      const made = createEntity(docs, { name, entityType: ENTITY_TYPES[i % ENTITY_TYPES.length]!, evenIfTaken: true });
      if (!made.ok) throw new Error(made.error.type);
      entityIds.push(made.value);
      appendToFragment(ledger.doc.getXmlFragment(noteName(made.value, 'description')), [
        paragraph(words(size.entityWords[0])),
      ]);
      appendToFragment(ledger.doc.getXmlFragment(noteName(made.value, 'gm_notes')), [
        paragraph(words(size.entityWords[1])),
      ]);
    }
    // As their verbs write them: one value each.
    const log = ledger.doc.getMap(ENTITY_LOG.root);
    for (let i = 0; i < size.logEntries; i++)
      log.set(`${ids()}/made`, {
        entityId: entityIds[i % entityIds.length] ?? '',
        text: words(12),
        occurredAt: i * 600,
        createdAt: now++,
        createdBy: 'generator',
      });
  });
  const players = ['Jo', 'Sam', 'Ana', 'Kim', 'Ben'].flatMap((name) => {
    const player = createRecord(docs, ledger, PLAYER, { name });
    return player.ok ? [player.value] : [];
  });
  const documents: CampaignBackup['documents'] = [];
  for (let i = 0; i < size.sessions; i++) {
    const made = createSession(docs, {
      title: words(3),
      number: i + 1,
      date: '2026-01-01',
      objective: words(8),
      tags: [words(1)],
      plannedObjectives: [words(5), words(5), words(5)],
      actualObjectives: [words(5), words(5)],
      roster: players,
      attended: players.slice(i % 2),
      startedAt: now,
      endedAt: now + 15_000_000,
      gameStart: i * 86_400,
      gameEnd: i * 86_400 + 30_000,
      computedStats: {
        eventCount: size.eventsPerSession,
        combatEncounters: 3,
        totalDamageDealt: 300,
        totalDamageReceived: 90,
        totalHealingDone: 120,
        npcsKilled: 9,
        treasureGained: 400,
        xpEarned: 900,
      },
    });
    if (!made.ok) throw new Error(made.error.type);
    const body = await docs.open({ kind: 'session', campaignId, sessionId: made.value });
    if (!body.ok) throw new Error(body.error.type);
    const { doc, room } = body.value;
    doc.transact(() => {
      appendToFragment(
        doc.getXmlFragment(noteName(made.value, 'prep_notes')),
        Array.from({ length: Math.ceil(size.noteBytes / 600) }, () => paragraph(prose(600))),
      );
      const events = doc.getMap(TIMELINE_EVENT.root);
      for (let e = 0; e < size.eventsPerSession; e++) {
        const type = EVENT_TYPES[e % EVENT_TYPES.length]!;
        events.set(`${ids()}/made`, {
          sessionId: made.value,
          eventType: type.type,
          category: type.category,
          name: words(8),
          npcId: entityIds[e % Math.max(1, entityIds.length)] ?? '',
          details: { amount: e % 12 },
          at: now++,
          gameTime: i * 86_400 + e * 60,
          createdAt: now,
          createdBy: 'generator',
        });
      }
    });
    for (let n = 0; n < (size.scenesPerSession ?? 0); n++) {
      const scene = createScene(docs, body.value, {
        title: `Scene ${n + 1}: ${words(3)}`,
        sceneType: SCENE_TYPES[n % SCENE_TYPES.length]!,
        brief: prose(200),
        objective: words(10),
        entityIds: Array.from({ length: 10 }, () => random.pick(entityIds)),
      });
      if (!scene.ok) throw new Error(scene.error.type);
      doc.transact(() => {
        appendToFragment(doc.getXmlFragment(noteName(scene.value, 'description')), [paragraph(prose(600))]);
        appendToFragment(doc.getXmlFragment(noteName(scene.value, 'gm_notes')), [paragraph(prose(300))]);
      });
    }
    documents.push({ room, bytes: Y.encodeStateAsUpdate(doc) });
    await body.value.release();
  }
  documents.push({ room: ledger.room, bytes: Y.encodeStateAsUpdate(ledger.doc) });
  return { campaignId, name: `Generated, ${size.sessions} sessions`, savedAt: now, recovery: null, documents };
};

export const asBackupFile = (campaign: CampaignBackup): string => writeBackup(campaign);
