// Carries out what an operator asks of a relay's data, inside the relay while it runs, or on its folder. Reads
// bytes, never their content.
import { randomBytes } from 'node:crypto';
import { hashSecret, type Access } from '../access/access.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { removeContent } from '../campaign-content.ts';
import type { History } from '../history/history.ts';
import type { Merger } from '../merge/merger.ts';
import type { Storage } from '../storage/open-storage.ts';
import { explained } from '../storage/sqlite.ts';
import { createCopy } from './backup.ts';
import { nextTurn } from '../next-turn.ts';
import { countAltered, messageOf, problemOf } from './check.ts';
import { freeBytes } from '../storage/free-space.ts';
import { createRepair } from './repair-room.ts';
import { refused, type OperatorAnswer, type OperatorRequest, type RepairedRoom, type RoomProblem } from './requests.ts';

export interface OperationDeps {
  storage: Storage;
  access: Access;
  history: History;
  blobs: Pick<Blobs, 'remove'>;
  merger: Merger;
  dataDir: string;
  /** What is worked on, as the operator reads it: the folder, or where the Postgres is. */
  source: string;
  nowMs(): number;
  connectionCount(): number;
  /** Removes what is left of a campaign outside of the tables, and in their free pages. */
  removeTraces(campaignId: string): void;
  /** Closes the connections of a revoked grant, or of the whole campaign when `grantId` is null. */
  onRevoked(campaignId: string, grantId: string | null): void;
  /** Closes the connections of a room, which come back for what is stored now. */
  onRepaired(room: string): void;
}

type Operation<Request = void> = (request: Request) => Promise<OperatorAnswer>;

const createCompact =
  ({ storage, merger }: OperationDeps): Operation<string | undefined> =>
  async (only) => {
    const { log } = storage;
    const rooms = (await log.rooms()).filter(({ room, entries }) => (only ? room === only : entries > 1));
    if (only && rooms.length === 0) return refused(`Room “${only}” does not exist.`);
    const failed: RoomProblem[] = [];
    let [before, after] = [0, 0];
    for (const { room } of rooms) {
      const { head, rows } = await log.read(room);
      if (!head) continue;
      before += (await log.size(room)).bytes;
      try {
        await log.compact(room, head.sequence, await merger.run({ type: 'compact', rows }, room));
      } catch (error) {
        failed.push({ room, problem: messageOf(error) });
      }
      after += (await log.size(room)).bytes;
      await nextTurn();
    }
    await storage.tidy('everything');
    return { type: 'compacted', rooms: rooms.length - failed.length, before, after, failed };
  };

const createDoctor = (deps: OperationDeps): Operation<boolean> => {
  const {
    storage: { log, db },
    dataDir,
    source,
  } = deps;
  const repairRoom = createRepair(deps);
  const problemIn = async (room: string): Promise<string | null> =>
    log.read(room).then(({ rows }) => problemOf(rows), messageOf);
  return async (isToRepair) => {
    // What the file's own check finds says why rooms cannot be listed or read.
    const integrity = await db.check();
    const rooms = await log.rooms().catch((error: unknown) => {
      if (integrity === 'ok') throw error;
      return [];
    });
    const damaged: RoomProblem[] = [];
    const repaired: RepairedRoom[] = [];
    for (const { room } of rooms) {
      const problem = await problemIn(room);
      const done = problem && isToRepair && integrity === 'ok' ? await repairRoom(room) : null;
      if (done) repaired.push(done);
      const left = done ? await problemIn(room) : problem;
      if (left) damaged.push({ room, problem: left });
      await nextTurn();
    }
    return {
      type: 'doctor',
      report: {
        integrity,
        rooms: rooms.length,
        entries: rooms.reduce((sum, room) => sum + room.entries, 0),
        bytes: rooms.reduce((sum, room) => sum + room.bytes, 0),
        damaged,
        altered: integrity === 'ok' ? await countAltered(db) : 0,
        repaired,
        source,
        free: freeBytes(dataDir),
      },
    };
  };
};

const createTokens = ({
  access,
  storage: { log },
  onRevoked,
}: OperationDeps): Operation<Extract<OperatorRequest, { command: 'tokens' }>> => {
  const addOwner = async (campaignId: string | undefined): Promise<OperatorAnswer> => {
    if (!campaignId || !/^[0-9a-f-]{36}$/.test(campaignId))
      return refused('Name the campaign by its id: relay tokens --owner CAMPAIGN');
    if ((await access.list(campaignId)).length === 0) return refused('No campaign with this id has been shared here.');
    const secret = randomBytes(32).toString('base64url');
    await access.addOwner(campaignId, hashSecret(secret));
    await log.sync();
    return { type: 'owner', code: `${campaignId}.${secret}` };
  };

  /** Returns why the grant cannot be revoked. */
  const revoke = async (grantId: string): Promise<OperatorAnswer | null> => {
    const grant = (await access.listAll()).find(({ id }) => id === grantId);
    if (!grant) return refused('This grant does not exist. `relay tokens` lists all grants.');
    const revoked = await access.revoke(grant.campaignId, grant.id);
    if (revoked?.revokedAt === null)
      return refused('An owner’s own key cannot be revoked: the campaign would have no owner.');
    await log.sync();
    onRevoked(grant.campaignId, grant.id);
    return null;
  };

  return async ({ campaignId, revoke: grantId, owner }) => {
    if (owner) return addOwner(campaignId);
    const refusal = grantId ? await revoke(grantId) : null;
    if (refusal) return refusal;
    const grants = await (campaignId ? access.list(campaignId) : access.listAll());
    return { type: 'tokens', grants, labels: await access.labels() };
  };
};

const createApprove =
  ({ access, storage: { log } }: OperationDeps): Operation<string | undefined> =>
  async (campaignId) => {
    if (campaignId && !(await access.approve(campaignId))) return refused('No campaign with this id is waiting.');
    await log.sync();
    return { type: 'waiting', campaigns: await access.listPending(), labels: await access.labels() };
  };

const createForget =
  ({ access, history, blobs, removeTraces, storage: { log }, onRevoked }: OperationDeps): Operation<string> =>
  async (campaignId) => {
    if (!(await access.forget(campaignId))) return refused('No campaign with this id has been shared here.');
    await removeContent({ log, blobs, history, removeTraces }, campaignId);
    await log.sync();
    onRevoked(campaignId, null);
    return { type: 'forgotten' };
  };

export const createOperations = (deps: OperationDeps): ((request: OperatorRequest) => Promise<OperatorAnswer>) => {
  const { storage, history, access } = deps;
  const approve = createApprove(deps);
  const copy = createCopy(deps);
  const compact = createCompact(deps);
  const doctor = createDoctor(deps);
  const tokens = createTokens(deps);
  const forget = createForget(deps);

  const carryOut = async (request: OperatorRequest): Promise<OperatorAnswer> => {
    switch (request.command) {
      case 'rooms':
        return {
          type: 'rooms',
          rooms: await storage.log.rooms(),
          connections: deps.connectionCount(),
          labels: await access.labels(),
        };
      case 'tokens':
        return tokens(request);
      case 'approve':
        return approve(request.campaignId);
      case 'forget':
        return forget(request.campaignId);
      case 'compact':
        return compact(request.room);
      case 'keep':
        return { type: 'kept', documents: await history.keepNow() };
      case 'doctor':
        return doctor(request.repair === true);
      case 'copy':
        return copy();
      default:
        return refused('The running relay does not know this command, because it is another version. Restart it.');
    }
  };
  return (request) =>
    carryOut(request).catch((error: unknown) => refused(storage.damage() ?? messageOf(explained(error, deps.dataDir))));
};
