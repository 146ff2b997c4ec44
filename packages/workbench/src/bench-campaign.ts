// `pnpm bench campaign`: how costs grow with a campaign of 30 to 1,000 sessions. Size of the documents, time and heap
// to open the ledger and a session's body, the time of each command, the cost of an edit's history, and the time to
// catch up a new device.
import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import { HOOK, roomOf } from '@emberkeep/domain';
import { createRandom, createTestIds, type Random } from '@emberkeep/domain/testing';
import {
  createRecord,
  editRecord,
  listSessions,
  openCampaignDocs,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { createMemoryPersistence, addSampleRecords, COMMAND_CASES } from '@emberkeep/store/testing';
import { benchSize } from './bench-browser.ts';
import { generateCampaign } from './generate-campaign.ts';
import { quantile } from './quantile.ts';

const SIZES = [30, 100, 300, 1000];

/** Calls per command: enough for a p95. Starting forty sessions leaves 120 open goals, more than a campaign has. */
const CALLS = 40;
/** Edits that the cost of history is averaged over. */
const HISTORY_EDITS = 200;

type Documents = readonly { room: string; bytes: Uint8Array }[];

const open = async (campaignId: string, documents: Documents): Promise<CampaignDocs> => {
  const disk = createMemoryPersistence();
  for (const { room, bytes } of documents) await disk.append([{ room, bytes, sent: true }]);
  let now = 1_800_000_000_000;
  const opened = await openCampaignDocs({
    campaignId,
    deviceId: 'bench',
    persistence: disk,
    newId: createTestIds(createRandom(2), () => now++),
    nowMs: () => (now += 7000),
    later: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error.type);
  return opened.value;
};

const openBody = async (docs: CampaignDocs, campaignId: string, sessionId: string): Promise<OpenDocument> => {
  const body = await docs.open({ kind: 'session', campaignId, sessionId });
  if (!body.ok) throw new Error(body.error.type);
  return body.value;
};

const heapMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};

const timed = async <T>(run: () => Promise<T> | T): Promise<{ value: T; ms: number }> => {
  const started = performance.now();
  const value = await run();
  return { value, ms: performance.now() - started };
};

/** Commands that read another body from disk, and so measure more than an edit of what is open. */
const readsDisk = (command: string): boolean => command.startsWith('import') || command === 'deleteSession';

/** The p95 of each command, ms, slowest first. Each runs on a campaign of its own, so that none slows down the next. */
const timeCommands = async (
  campaignId: string,
  documents: Documents,
  sessionId: string,
): Promise<{ command: string; p95: number }[]> => {
  const random: Random = createRandom(3);
  let words = 0;
  const word = (): string => `word${++words}`;
  const results: { command: string; p95: number }[] = [];
  for (const [command, run] of Object.entries(COMMAND_CASES)) {
    if (readsDisk(command)) continue;
    const docs = await open(campaignId, documents);
    const body = await openBody(docs, campaignId, sessionId);
    addSampleRecords(docs, body);
    const times: number[] = [];
    for (let i = 0; i < CALLS; i++) times.push((await timed(() => run({ docs, body, random, word }))).ms);
    results.push({ command, p95: quantile(times, 0.95) });
    await body.release();
    await docs.close();
  }
  return results.sort((a, b) => b.p95 - a.p95);
};

/** The bytes that an edit of a record leaves in the ledger. */
const historyBytesPerEdit = (docs: CampaignDocs): number => {
  const hook = createRecord(docs, docs.ledger, HOOK, { text: 'history' });
  const size = (): number => Y.encodeStateAsUpdate(docs.ledger.doc).byteLength;
  const before = size();
  for (let i = 0; i < HISTORY_EDITS && hook.ok; i++)
    editRecord(docs, {
      doc: docs.ledger,
      spec: HOOK,
      id: hook.value,
      fields: { text: `a line of about forty letters, ${i}` },
    });
  return (size() - before) / HISTORY_EDITS;
};

/** Applies every document as a new device does when it catches up: the ledger first. */
const catchUp = (documents: Documents, ledgerRoom: string): void => {
  for (const { bytes } of [...documents].sort((a) => (a.room === ledgerRoom ? -1 : 1))) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes);
    doc.destroy();
  }
};

const megabytes = (documents: Documents): number =>
  documents.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) / 1e6;

const benchSizeOf = async (sessions: number): Promise<Record<string, string | number>> => {
  const { campaignId, documents } = await generateCampaign(benchSize(sessions));
  const ledgerRoom = roomOf({ kind: 'ledger', campaignId });
  const bodies = documents.filter(({ room }) => room.includes('/session/'));
  const sessionId = /session\/(.+)$/.exec(bodies.at(-1)?.room ?? '')?.[1] ?? '';

  const heapBefore = heapMb();
  const { value: docs, ms: openMs } = await timed(async () => {
    const opened = await open(campaignId, documents);
    listSessions(opened);
    return opened;
  });
  const { value: body, ms: bodyMs } = await timed(() => openBody(docs, campaignId, sessionId));
  const heap = heapMb() - heapBefore;
  const commands = await timeCommands(campaignId, documents, sessionId);
  const historyBytes = historyBytesPerEdit(docs);
  const { ms: catchUpMs } = await timed(() => catchUp(documents, ledgerRoom));
  await body.release();
  await docs.close();

  const slowest = commands.slice(0, 6).map(({ command, p95 }) => `${command} ${p95.toFixed(2)}`);
  console.log(`${sessions} sessions, slowest commands (p95 ms): ${slowest.join(', ')}`);
  return {
    sessions,
    'ledger MB': +megabytes(documents.filter(({ room }) => room === ledgerRoom)).toFixed(2),
    'all MB': +megabytes(documents).toFixed(1),
    'open ms': Math.round(openMs),
    'session ms': Math.round(bodyMs),
    'heap MB': +heap.toFixed(1),
    'command p95 ms': +(commands[0]?.p95 ?? 0).toFixed(2),
    'slowest command': commands[0]?.command ?? '',
    'history B/edit': Math.round(historyBytes),
    'catch up ms': Math.round(catchUpMs),
  };
};

export const benchCampaign = async (): Promise<void> => {
  if (!globalThis.gc) console.log('Heap sizes include garbage: run with NODE_OPTIONS=--expose-gc for exact ones.');
  const rows = [];
  for (const sessions of SIZES) rows.push(await benchSizeOf(sessions));
  console.table(rows);
};
