// Owns `pnpm bench campaign`: how a campaign grows. Size of the documents, time and heap to open the ledger and an evening,
// the time of each verb, the cost of history, and the time to catch up a fresh device, at 30 to 1,000 sessions.
import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import { HOOK, roomOf } from '@emberkeep/domain';
import { createRandom, createTestIds } from '@emberkeep/domain/testing';
import { createRecord, editRecord, listSessions, openCampaignDocs, type CampaignDocs } from '@emberkeep/store';
import { createMemoryPersistence, furnish, VERB_CASES } from '@emberkeep/store/testing';
import { quantile, benchSize } from './bench-browser.ts';
import { generateCampaign } from './generate-campaign.ts';

/** Calls per verb: enough for a p95; forty evenings started leave 120 open goals to carry, more than a campaign has. */
const CALLS = 40;

const open = async (
  campaignId: string,
  documents: readonly { room: string; bytes: Uint8Array }[],
  only?: (room: string) => boolean,
): Promise<CampaignDocs> => {
  const disk = createMemoryPersistence();
  for (const { room, bytes } of documents) if (!only || only(room)) await disk.append([{ room, bytes, sent: true }]);
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

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};

export const benchCampaign = async (): Promise<void> => {
  if (!globalThis.gc) console.log('Heap figures include garbage: run with NODE_OPTIONS=--expose-gc for exact ones.');
  const table: Record<string, string | number>[] = [];
  for (const sessions of [30, 100, 300, 1000]) {
    const campaign = await generateCampaign(benchSize(sessions));
    const { campaignId, documents } = campaign;
    const ledgerRoom = roomOf({ kind: 'ledger', campaignId });
    const bytes = (filter: (room: string) => boolean): number =>
      documents.filter((d) => filter(d.room)).reduce((sum, d) => sum + d.bytes.byteLength, 0) / 1e6;
    const bodies = documents.filter((d) => d.room.includes('/session/'));
    const before = heap();
    let started = performance.now();
    const docs = await open(campaignId, documents);
    listSessions(docs);
    const openMs = performance.now() - started;
    const sessionId = /session\/(.+)$/.exec(bodies.at(-1)?.room ?? '')?.[1] ?? '';
    started = performance.now();
    const body = await docs.open({ kind: 'session', campaignId, sessionId });
    if (!body.ok) throw new Error(body.error.type);
    const bodyMs = performance.now() - started;
    const heapMb = heap() - before;
    const random = createRandom(3);
    const p95: [string, number][] = [];
    let words = 0;
    for (const [name, run] of Object.entries(VERB_CASES)) {
      if (name.startsWith('import') || name === 'deleteSession') continue; // reads another body from disk: not a verb on what is open
      // Each verb on a campaign as it was: what one leaves behind is not the next one's weight.
      const fresh = await open(campaignId, documents);
      const evening = await fresh.open({ kind: 'session', campaignId, sessionId });
      if (!evening.ok) throw new Error(evening.error.type);
      furnish(fresh, evening.value);
      const times: number[] = [];
      for (let i = 0; i < CALLS; i++) {
        const world = { docs: fresh, body: evening.value, random, word: () => `word${++words}` };
        const from = performance.now();
        await run(world);
        times.push(performance.now() - from);
      }
      p95.push([name, quantile(times, 0.95)]);
      await evening.value.release();
      await fresh.close();
    }
    p95.sort((a, b) => b[1] - a[1]);
    // History: the same fifty edits with and without what they leave behind.
    const made = createRecord(docs, docs.ledger, HOOK, { text: 'history' });
    const sizeBefore = Y.encodeStateAsUpdate(docs.ledger.doc).byteLength;
    for (let i = 0; i < 200 && made.ok; i++)
      editRecord(docs, docs.ledger, HOOK, made.value, { text: `a line of about forty letters, ${i}` });
    const historyBytes = (Y.encodeStateAsUpdate(docs.ledger.doc).byteLength - sizeBefore) / 200;
    // A fresh device: every document decoded and taken in, ledger first, as catch-up does it.
    started = performance.now();
    for (const { bytes: update } of [...documents].sort((a) => (a.room === ledgerRoom ? -1 : 1))) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, update);
      doc.destroy();
    }
    const catchUpMs = performance.now() - started;
    table.push({
      sessions,
      'ledger MB': +bytes((r) => r === ledgerRoom).toFixed(2),
      'all MB': +bytes(() => true).toFixed(1),
      'open ms': Math.round(openMs),
      'evening ms': Math.round(bodyMs),
      'heap MB': +heapMb.toFixed(1),
      'verb p95 ms': +(p95[0]?.[1] ?? 0).toFixed(2),
      'slowest verb': p95[0]?.[0] ?? '',
      'history B/edit': Math.round(historyBytes),
      'catch up ms': Math.round(catchUpMs),
    });
    console.log(
      `${sessions} sessions, slowest verbs (p95 ms): ${p95
        .slice(0, 6)
        .map(([n, t]) => `${n} ${t.toFixed(2)}`)
        .join(', ')}`,
    );
    await body.value.release();
    await docs.close();
  }
  console.table(table);
};
