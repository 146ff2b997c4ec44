// Generates campaigns of a given size for benchmarks, seeds and tests: documents as bytes, written by the real
// commands, with seeded words, so that two runs make the same campaign.
import * as Y from 'yjs';
import {
  ENTITY_LOG,
  ENTITY_TYPES,
  EVENT_TYPES,
  PLAYER,
  SCENE_TYPES,
  TIMELINE_EVENT,
  type NoteNode,
} from '@emberkeep/domain';
import { createRandom, createTestIds, type Random } from '@emberkeep/domain/testing';
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
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';

export interface CampaignSize {
  sessions: number;
  entities: number;
  /** Words of description and of GM notes per entity. */
  entityWords: [description: number, gmNotes: number];
  /** Bytes of prep notes per session. */
  noteBytes: number;
  /**
   * What prep notes are made of: paragraphs of 600 bytes, or what a vault holds, which is headings, short paragraphs,
   * lists with bold words and tables. Paragraphs where left out.
   */
  noteShape?: 'paragraphs' | 'vault';
  eventsPerSession: number;
  /** Scenes per session, each with 120 words, GM notes and ten entities; none where left out. */
  scenesPerSession?: number;
  logEntries: number;
}

const WORDS = [
  'the',
  'lamp',
  'was',
  'dark',
  'and',
  'the',
  'tide',
  'came',
  'up',
  'over',
  'stone',
  'while',
  'nobody',
  'spoke',
  'of',
  'harbour',
  'keeper',
  'ledger',
  'bell',
  'rope',
  'salt',
  'morning',
  'quay',
  'lantern',
  'drowned',
  'debt',
  'letter',
  'captain',
  'oil',
  'river',
  'marsh',
  'promise',
  'knife',
  'garden',
  'tower',
];

const PLAYER_NAMES = ['Jo', 'Sam', 'Ana', 'Kim', 'Ben'];
const DAY_SECONDS = 86_400;
const ENTITIES_PER_SCENE = 10;

/**
 * What the steps of a generation share. Each step draws from `random` and `tick`, so their order decides the
 * campaign.
 */
interface Generation {
  size: CampaignSize;
  random: Random;
  /** The time now, Unix ms, without moving it. */
  now(): number;
  /** The time now, Unix ms; a millisecond passes. */
  tick(): number;
  newId(): string;
  docs: CampaignDocs;
  /** Names and ids of the entities so far. */
  names: string[];
  entityIds: string[];
}

const must = <T>(result: { ok: true; value: T } | { ok: false; error: { type: string } }): T => {
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
};

const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });

const words = ({ random }: Generation, count: number): string =>
  Array.from({ length: count }, () => random.pick(WORDS)).join(' ');

/** Sentences of nine words, some with a link to an entity, cut at so many characters. */
const prose = (generation: Generation, length: number): string => {
  const { names, random } = generation;
  let text = '';
  while (text.length < length) {
    const sentence = words(generation, 9);
    text += `${sentence}${names.length > 0 && random.chance(0.4) ? ` [[${random.pick(names)}]]` : ''}. `;
  }
  return text.slice(0, length);
};

const startGeneration = async (size: CampaignSize, seed: number): Promise<Generation & { campaignId: string }> => {
  const random = createRandom(seed);
  let now = 1_700_000_000_000;
  const tick = (): number => now++;
  const newId = createTestIds(random, tick);
  const campaignId = newId();
  const docs = must(
    await openCampaignDocs({
      campaignId,
      deviceId: 'generator',
      persistence: createMemoryPersistence(),
      newId,
      nowMs: tick,
      later: () => undefined,
    }),
  );
  return { campaignId, size, random, now: () => now, tick, newId, docs, names: [], entityIds: [] };
};

const addEntity = (generation: Generation, index: number): void => {
  const { docs, random, size } = generation;
  const name = `${random.pick(WORDS)} ${random.pick(WORDS)} ${index}`;
  const entityType = ENTITY_TYPES[index % ENTITY_TYPES.length]!;
  generation.names.push(name);
  const id = must(createEntity(docs, { name, entityType, evenIfTaken: true }));
  generation.entityIds.push(id);
  const [description, gmNotes] = size.entityWords;
  const fragment = (text: string): Y.XmlFragment => docs.ledger.doc.getXmlFragment(noteName(id, text));
  appendToFragment(fragment('description'), [paragraph(words(generation, description))]);
  appendToFragment(fragment('gm_notes'), [paragraph(words(generation, gmNotes))]);
};

// Log entries and events are written into the document as their commands write them, which is much faster.
const addLogEntries = (generation: Generation): void => {
  const { docs, entityIds, newId, size } = generation;
  const log = docs.ledger.doc.getMap(ENTITY_LOG.root);
  for (let i = 0; i < size.logEntries; i++)
    log.set(`${newId()}/made`, {
      entityId: entityIds[i % entityIds.length] ?? '',
      text: words(generation, 12),
      occurredAt: i * 600,
      createdAt: generation.tick(),
      createdBy: 'generator',
    });
};

const addPlayers = ({ docs }: Generation): string[] =>
  PLAYER_NAMES.flatMap((name) => {
    const player = createRecord(docs, docs.ledger, PLAYER, { name });
    return player.ok ? [player.value] : [];
  });

const addSession = (generation: Generation, index: number, players: readonly string[]): string => {
  const { docs, size } = generation;
  const w = (count: number): string => words(generation, count);
  return must(
    createSession(docs, {
      title: w(3),
      number: index + 1,
      date: '2026-01-01',
      objective: w(8),
      tags: [w(1)],
      plannedObjectives: [w(5), w(5), w(5)],
      actualObjectives: [w(5), w(5)],
      roster: [...players],
      attended: players.slice(index % 2),
      startedAt: generation.now(),
      endedAt: generation.now() + 15_000_000,
      gameStart: index * DAY_SECONDS,
      gameEnd: index * DAY_SECONDS + 30_000,
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
    }),
  );
};

/** A heading, a short paragraph, a list and a table: about 900 bytes. */
const vaultSection = (generation: Generation): NoteNode[] => {
  const item = (): NoteNode => {
    const lead = { type: 'text', text: words(generation, 2), marks: [{ type: 'bold' }] };
    const rest = { type: 'text', text: ` ${prose(generation, 50)}` };
    return { type: 'listItem', content: [{ type: 'paragraph', content: [lead, rest] }] };
  };
  const row = (type: 'tableHeader' | 'tableCell'): NoteNode => ({
    type: 'tableRow',
    content: Array.from({ length: 3 }, () => ({ type, content: [paragraph(words(generation, 3))] })),
  });
  return [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: words(generation, 3) }] },
    paragraph(prose(generation, 200)),
    { type: 'bulletList', content: Array.from({ length: 7 }, item) },
    { type: 'table', content: [row('tableHeader'), row('tableCell'), row('tableCell')] },
  ];
};
const VAULT_SECTION_BYTES = 900;

const prepNotes = (generation: Generation): NoteNode[] => {
  const { noteBytes, noteShape } = generation.size;
  return noteShape === 'vault'
    ? Array.from({ length: Math.ceil(noteBytes / VAULT_SECTION_BYTES) }, () => vaultSection(generation)).flat()
    : Array.from({ length: Math.ceil(noteBytes / 600) }, () => paragraph(prose(generation, 600)));
};

const addPrepNotes = (generation: Generation, doc: Y.Doc, sessionId: string): void =>
  appendToFragment(doc.getXmlFragment(noteName(sessionId, 'prep_notes')), prepNotes(generation));

const addEvents = (generation: Generation, doc: Y.Doc, sessionId: string, index: number): void => {
  const { entityIds, newId, size } = generation;
  const events = doc.getMap(TIMELINE_EVENT.root);
  for (let e = 0; e < size.eventsPerSession; e++) {
    const type = EVENT_TYPES[e % EVENT_TYPES.length]!;
    events.set(`${newId()}/made`, {
      sessionId,
      eventType: type.type,
      category: type.category,
      name: words(generation, 8),
      npcId: entityIds[e % Math.max(1, entityIds.length)] ?? '',
      details: { amount: e % 12 },
      at: generation.tick(),
      gameTime: index * DAY_SECONDS + e * 60,
      createdAt: generation.now(),
      createdBy: 'generator',
    });
  }
};

const addScene = (generation: Generation, body: OpenDocument, index: number): void => {
  const { docs, entityIds, random } = generation;
  const { doc } = body;
  const id = must(
    createScene(docs, body, {
      title: `Scene ${index + 1}: ${words(generation, 3)}`,
      sceneType: SCENE_TYPES[index % SCENE_TYPES.length]!,
      brief: prose(generation, 200),
      objective: words(generation, 10),
      entityIds: Array.from({ length: ENTITIES_PER_SCENE }, () => random.pick(entityIds)),
    }),
  );
  doc.transact(() => {
    appendToFragment(doc.getXmlFragment(noteName(id, 'description')), [paragraph(prose(generation, 600))]);
    appendToFragment(doc.getXmlFragment(noteName(id, 'gm_notes')), [paragraph(prose(generation, 300))]);
  });
};

const generateSession = async (
  generation: Generation & { campaignId: string },
  index: number,
  players: readonly string[],
): Promise<{ room: string; bytes: Uint8Array }> => {
  const { campaignId, docs, size } = generation;
  const sessionId = addSession(generation, index, players);
  const body = must(await docs.open({ kind: 'session', campaignId, sessionId }));
  const { doc, room } = body;
  doc.transact(() => {
    addPrepNotes(generation, doc, sessionId);
    addEvents(generation, doc, sessionId, index);
  });
  for (let scene = 0; scene < (size.scenesPerSession ?? 0); scene++) addScene(generation, body, scene);
  const bytes = Y.encodeStateAsUpdate(doc);
  await body.release();
  return { room, bytes };
};

/** Generates a campaign as a backup: every document's bytes. The same seed gives the same records and texts. */
export const generateCampaign = async (size: CampaignSize, seed = 1): Promise<CampaignBackup> => {
  const generation = await startGeneration(size, seed);
  const { campaignId, docs } = generation;
  const { ledger } = docs;
  const name = `Generated, ${size.sessions} sessions`;
  createCampaign(docs, { name });
  ledger.doc.transact(() => {
    for (let i = 0; i < size.entities; i++) addEntity(generation, i);
    addLogEntries(generation);
  });
  const players = addPlayers(generation);
  const documents: CampaignBackup['documents'] = [];
  for (let i = 0; i < size.sessions; i++) documents.push(await generateSession(generation, i, players));
  documents.push({ room: ledger.room, bytes: Y.encodeStateAsUpdate(ledger.doc) });
  return { campaignId, name, savedAt: generation.now(), recovery: null, documents };
};

export const asBackupFile = (campaign: CampaignBackup): string => writeBackup(campaign);
