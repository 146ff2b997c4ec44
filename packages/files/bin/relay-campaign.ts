// Owns a campaign on a relay as this command sees it: joined like any device, its documents held in memory, each visited
// until it is the same here and there. The relay reads nothing; whoever holds the token does.
import { createIdMaker, readRoom, roomOf, type DocumentRef, type StoredRecord } from '@emberkeep/domain';
import {
  applyIncoming,
  createMemoryPersistence,
  listSessions,
  openCampaignDocs,
  readStored,
  type CampaignDocs,
} from '@emberkeep/store';
import { catchUp, createProvider, type Head } from '@emberkeep/sync';

const newId = createIdMaker({ nowMs: () => Date.now(), randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)) });

/** A visit that takes longer did not succeed, ms. */
const VISIT_MS = 20_000;

export interface RelayCampaign {
  readonly docs: CampaignDocs;
  /** Visits every room that moved since the last time; gives how many did. Throws in a sentence. */
  sync(): Promise<number>;
  records(): Promise<StoredRecord[]>;
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'The relay does not know this token. Use the owner’s recovery code.',
  403: 'The relay does not know this token. Use the owner’s recovery code.',
  404: 'There is no such campaign on this relay.',
  410: 'This campaign was deleted by its owner.',
};

/** `relay`: `http://host:port`; `token`: `<campaignId>.<secret>`, as the recovery code is shown. */
export const openRelayCampaign = async (relay: string, token: string): Promise<RelayCampaign> => {
  const found =
    /^(?<campaignId>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(?<secret>[\w-]{20,})$/.exec(
      token.trim(),
    );
  if (!found)
    throw new Error(
      'That is no token: it looks like <campaign>.<secret>, as the recovery code is shown in the campaign’s settings.',
    );
  const { campaignId = '', secret = '' } = found.groups ?? {};
  const base = new URL(relay);
  const url = new URL('/sync', base);
  url.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  const opened = await openCampaignDocs({
    campaignId,
    deviceId: newId(),
    author: () => 'Command line',
    persistence: createMemoryPersistence(),
    newId,
    nowMs: () => Date.now(),
    later: (ms, run) => void setTimeout(run, ms),
  });
  if (!opened.ok) throw new Error('The campaign could not be held in memory.');
  const docs = opened.value;
  const seen = new Map<string, string>();

  const heads = async (): Promise<Head[]> => {
    const response = await fetch(new URL(`/api/campaigns/${campaignId}/heads`, base), {
      headers: { authorization: `Bearer ${secret}` },
    }).catch(() => null);
    if (!response) throw new Error(`The relay at ${base.origin} cannot be reached.`);
    if (!response.ok) throw new Error(REFUSALS[response.status] ?? `The relay answered with ${response.status}.`);
    return ((await response.json()) as { heads: Head[] }).heads;
  };
  const visit = async (ref: DocumentRef): Promise<boolean> => {
    const document = await docs.open(ref);
    if (!document.ok) return false;
    const room = roomOf(ref);
    const provider = createProvider({
      url: url.href,
      room,
      doc: document.value.doc,
      token: secret,
      WebSocketClass: WebSocket,
      apply: applyIncoming,
      mark: () => docs.queue.markOf(room),
      onDurable: (mark) => docs.queue.markSent(room, mark),
    });
    try {
      provider.connect();
      return await Promise.race([
        provider.settled(),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), VISIT_MS)),
      ]);
    } finally {
      provider.destroy();
      await document.value.release();
    }
  };
  return {
    docs,
    sync: async () => {
      const there = await heads();
      const standing = (h: Head): string => `${h.sequence}:${h.tag}`;
      const own = new Set([
        ...listSessions(docs).map((s) => roomOf({ kind: 'session', campaignId, sessionId: s.id })),
        docs.ledger.room,
      ]);
      const known = new Set(there.map((h) => h.room));
      const rooms = new Set([
        ...there.filter((h) => seen.get(h.room) !== standing(h)).map((h) => h.room),
        ...[...own].filter((room) => !known.has(room) || docs.queue.unsentCount(room) > 0),
      ]);
      const ledger = rooms.delete(docs.ledger.room) ? [docs.ledger.room] : [];
      // The ledger first: it says which evenings there are.
      const left =
        (await catchUp(ledger, { atOnce: 1, isStopped: () => false, visit: (room) => visit(readRoom(room)!) })) +
        (await catchUp(
          [...rooms].filter((r) => readRoom(r)?.kind === 'session'),
          { atOnce: 4, isStopped: () => false, visit: (room) => visit(readRoom(room)!) },
        ));
      if (left > 0)
        throw new Error(
          `${left} document${left === 1 ? '' : 's'} of the campaign could not be fetched. Nothing was written; try again.`,
        );
      // As they stood before the visits: what came in between is visited next time.
      for (const head of there) seen.set(head.room, standing(head));
      return rooms.size + ledger.length;
    },
    records: async () => {
      const sessions = listSessions(docs).filter((s) => !s.deleted);
      const here = new Set(sessions.map((s) => s.id));
      const records = [...readStored(docs.ledger, (id) => here.has(id))];
      for (const { id } of sessions) {
        const body = await docs.open({ kind: 'session', campaignId, sessionId: id });
        if (!body.ok) throw new Error('A session could not be read.');
        records.push(...readStored(body.value));
        await body.value.release();
      }
      return records;
    },
  };
};
