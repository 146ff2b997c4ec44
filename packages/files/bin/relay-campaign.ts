// A campaign on a relay, as the command line sees it: joined like any device, its documents held in memory, each
// synced until it is the same on both sides. The relay reads no content; whoever has the token does.
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
import type { RefusalCode, RefusalResponse } from '@emberkeep/sync/wire';

const newId = createIdMaker({ nowMs: () => Date.now(), randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)) });

/** Syncing one document takes no longer than this, ms; then it counts as failed. */
const SYNC_TIMEOUT_MS = 20_000;
/** Session documents synced at the same time. */
const PARALLEL_SESSIONS = 4;

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TOKEN = new RegExp(String.raw`^(?<campaignId>${UUID})\.(?<secret>[\w-]{20,})$`);

const UNKNOWN_TOKEN = 'The relay does not know this token. Use the owner’s recovery code.';
/** Refusals that no waiting changes. */
const FINAL: Partial<Record<RefusalCode, string>> = {
  NotLetIn: UNKNOWN_TOKEN,
  Revoked: UNKNOWN_TOKEN,
  NotOwner: UNKNOWN_TOKEN,
  Expired: 'This token has expired. Use the owner’s recovery code.',
  NotFound: 'This campaign is not on this relay.',
  Deleted: 'This campaign was deleted by its owner.',
  Moved: 'This campaign has moved to another relay. Name that one with --relay.',
};
const PENDING = 'The operator of the relay has not approved this campaign yet.';

/** The relay refuses this campaign or this token, now and later. Its message can be shown as it is. */
export class CampaignGone extends Error {}

/** The relay cannot be reached or does not answer as it should: it may at another time. */
export class RelayAway extends Error {}

export interface RelayCampaign {
  readonly docs: CampaignDocs;
  /**
   * Syncs every document that changed since the last call, and gives their number. Throws `CampaignGone` or `RelayAway`,
   * whose messages can be shown as they are.
   */
  sync(): Promise<number>;
  records(): Promise<StoredRecord[]>;
}

/** How to reach one campaign on one relay. */
interface Connection {
  campaignId: string;
  secret: string;
  /** Of the relay's HTTP routes. */
  base: URL;
  docs: CampaignDocs;
}

const parseToken = (token: string): { campaignId: string; secret: string } => {
  const { campaignId, secret } = TOKEN.exec(token.trim())?.groups ?? {};
  if (campaignId === undefined || secret === undefined)
    throw new Error(
      'This is not a token. A token looks like <campaign>.<secret>: it is the recovery code in the campaign’s settings.',
    );
  return { campaignId, secret };
};

const openInMemory = async (campaignId: string): Promise<CampaignDocs> => {
  const opened = await openCampaignDocs({
    campaignId,
    deviceId: newId(),
    author: () => 'Command line',
    persistence: createMemoryPersistence(),
    newId,
    nowMs: () => Date.now(),
    later: (ms, run) => void setTimeout(run, ms),
  });
  if (!opened.ok) throw new Error('The campaign could not be opened in memory.');
  return opened.value;
};

/** What a refusal means. One without a code of the relay's comes from a proxy, while the relay is away. */
const refusalOf = async (response: Response): Promise<CampaignGone | RelayAway> => {
  // reason: a proxy’s page of HTML is no refusal of the relay’s
  const body = (await response.json().catch(() => null)) as Partial<RefusalResponse> | null;
  const error = body?.error;
  if (error !== undefined && Object.hasOwn(FINAL, error)) return new CampaignGone(FINAL[error]);
  return new RelayAway(error === 'Pending' ? PENDING : `The relay answered with status ${response.status}.`);
};

const fetchHeads = async ({ campaignId, secret, base }: Connection): Promise<Head[]> => {
  // The sentence below says it: what a network error says differs by platform.
  const response = await fetch(new URL(`/api/campaigns/${campaignId}/heads`, base), {
    headers: { authorization: `Bearer ${secret}` },
  }).catch(() => null);
  if (!response) throw new RelayAway(`The relay at ${base.origin} can’t be reached.`);
  if (!response.ok) throw await refusalOf(response);
  return ((await response.json()) as { heads: Head[] }).heads;
};

const syncUrl = (base: URL): string => {
  const url = new URL('/sync', base);
  url.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
};

const within = (ms: number, settled: Promise<boolean>): Promise<boolean> =>
  Promise.race([settled, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);

/** Syncs one document. False if it was not the same on both sides in time. */
const syncDocument = async ({ docs, base, secret }: Connection, ref: DocumentRef): Promise<boolean> => {
  const document = await docs.open(ref);
  if (!document.ok) return false;
  const room = roomOf(ref);
  const provider = createProvider({
    url: syncUrl(base),
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
    return await within(SYNC_TIMEOUT_MS, provider.settled());
  } finally {
    provider.destroy();
    await document.value.release();
  }
};

/** Syncs rooms, and gives the number that failed. */
const syncRooms = (connection: Connection, rooms: readonly string[], atOnce: number): Promise<number> =>
  catchUp(rooms, {
    atOnce,
    isStopped: () => false,
    visit: (room) => syncDocument(connection, readRoom(room)!),
  });

/** The state of a room on the relay, to be compared. */
const headKey = ({ sequence, tag }: Head): string => `${sequence}:${tag}`;

/** Rooms that moved on the relay since `seen`, and rooms of ours that it lacks or that have unsent changes. */
const changedRooms = (
  { docs, campaignId }: Connection,
  heads: readonly Head[],
  seen: ReadonlyMap<string, string>,
): Set<string> => {
  const onRelay = new Set(heads.map((h) => h.room));
  const ours = [
    ...listSessions(docs).map((s) => roomOf({ kind: 'session', campaignId, sessionId: s.id })),
    docs.ledger.room,
  ];
  return new Set([
    ...heads.filter((h) => seen.get(h.room) !== headKey(h)).map((h) => h.room),
    ...ours.filter((room) => !onRelay.has(room) || docs.queue.unsentCount(room) > 0),
  ]);
};

const createSync = (connection: Connection): RelayCampaign['sync'] => {
  const seen = new Map<string, string>();
  return async () => {
    const { room: ledger } = connection.docs.ledger;
    const heads = await fetchHeads(connection);
    const rooms = changedRooms(connection, heads, seen);
    // The ledger first: it says which sessions there are.
    const ledgerRooms = rooms.delete(ledger) ? [ledger] : [];
    const sessionRooms = [...rooms].filter((room) => readRoom(room)?.kind === 'session');
    const failed =
      (await syncRooms(connection, ledgerRooms, 1)) + (await syncRooms(connection, sessionRooms, PARALLEL_SESSIONS));
    if (failed > 0)
      throw new RelayAway(`${failed} document(s) could not be fetched from the relay. Nothing was written.`);
    // As they were before the sync: what arrived in the meantime is synced next time.
    for (const head of heads) seen.set(head.room, headKey(head));
    return rooms.size + ledgerRooms.length;
  };
};

/** Every record of the campaign that is not in the trash. */
const readRecords = async ({ docs, campaignId }: Connection): Promise<StoredRecord[]> => {
  const sessions = listSessions(docs).filter((s) => !s.deleted);
  const ids = new Set(sessions.map((s) => s.id));
  const records = [...readStored(docs.ledger, (id) => ids.has(id))];
  for (const { id } of sessions) {
    const body = await docs.open({ kind: 'session', campaignId, sessionId: id });
    if (!body.ok) throw new Error('A session could not be read.');
    records.push(...readStored(body.value));
    await body.value.release();
  }
  return records;
};

/** `relay`: `http://host:port`. `token`: the owner's recovery code, `<campaignId>.<secret>`. */
export const openRelayCampaign = async (relay: string, token: string): Promise<RelayCampaign> => {
  const { campaignId, secret } = parseToken(token);
  const connection: Connection = {
    campaignId,
    secret,
    base: new URL(relay),
    docs: await openInMemory(campaignId),
  };
  return {
    docs: connection.docs,
    sync: createSync(connection),
    records: () => readRecords(connection),
  };
};
