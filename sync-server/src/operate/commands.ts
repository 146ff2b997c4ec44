// Owns the operator's commands: what was typed, asked of the running relay or of its folder, told in words. Exit status 0 where
// it went well, 1 where it did not, 2 for a command that is none.
import { resolve } from 'node:path';
import { createAccess } from '../access/access.ts';
import type { Config } from '../config.ts';
import { createHistory } from '../history/history.ts';
import { createMerger } from '../merge/merger.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { DATABASE_FILE, DataFolderInUse } from '../storage/sqlite.ts';
import { askRelay } from './operator-socket.ts';
import {
  createOperations,
  restoreInto,
  restoreIntoShared,
  type OperatorAnswer,
  type OperatorRequest,
} from './operations.ts';

export const USAGE = `Commands (while the relay runs, or on its folder when it does not):
  relay rooms                       every room: entries, size, last change
  relay tokens [CAMPAIGN]           who has access
  relay tokens --revoke GRANT       takes it back; open connections close
  relay tokens --owner CAMPAIGN     a new recovery code, for an owner who lost theirs; shown once
  relay approve [CAMPAIGN]          lets a new campaign in, where INVITE_MODE=approval; without one: who waits
  relay compact [ROOM]              merges what lies in many entries
  relay keep                        keeps how every campaign is now, as the look back does each hour
  relay doctor                      checks the file, every entry and every document
  relay backup FOLDER               a checked copy, also while the relay runs
  relay restore FILE                puts such a copy in place; the relay must be stopped; what was there is set aside
                                    (with DATABASE_URL: into that database, which must be empty)
  relay --check-config              says whether this configuration would start
  relay --print-config              and what it is`;

const size = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3))} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;

const readRequest = ([command, ...rest]: readonly string[]): OperatorRequest | null => {
  const after = (flag: string): string | undefined => (rest.includes(flag) ? rest[rest.indexOf(flag) + 1] : undefined);
  switch (command) {
    case 'rooms':
    case 'keep':
    case 'doctor':
      return rest.length === 0 ? { command } : null;
    case 'approve':
      return rest.length <= 1 ? { command, ...(rest[0] ? { campaignId: rest[0] } : {}) } : null;
    case 'compact':
      return rest.length <= 1 ? { command, ...(rest[0] ? { room: rest[0] } : {}) } : null;
    case 'backup':
      return rest.length === 1 ? { command, folder: resolve(rest[0]!) } : null;
    case 'tokens': {
      if (rest[0] === '--revoke') return after('--revoke') ? { command, revoke: after('--revoke')! } : null;
      if (rest[0] === '--owner')
        return after('--owner') ? { command, owner: true, campaignId: after('--owner')! } : null;
      return rest.length <= 1 ? { command, ...(rest[0] ? { campaignId: rest[0] } : {}) } : null;
    }
    default:
      return null;
  }
};

const told = (answer: OperatorAnswer, say: (line: string) => void): number => {
  switch (answer.type) {
    case 'rooms':
      for (const { room, entries, bytes, at } of answer.rooms)
        say(
          `${room}  ${entries} ${entries === 1 ? 'entry' : 'entries'}  ${size(bytes)}  ${new Date(at).toISOString()}`,
        );
      say(
        `${answer.rooms.length} rooms, ${size(answer.rooms.reduce((n, r) => n + r.bytes, 0))}, ${answer.connections} connections`,
      );
      return 0;
    case 'tokens':
      for (const { id, campaignId, kind, role, label, createdAt, revokedAt, expiresAt } of answer.grants)
        say(
          `${campaignId}  ${id}  ${kind} ${role}  ${revokedAt !== null ? 'taken back' : expiresAt !== null && expiresAt < Date.now() ? 'run out' : 'good'}  ${new Date(createdAt).toISOString().slice(0, 10)}  ${label}`,
        );
      say(`${answer.grants.length} grants`);
      return 0;
    case 'owner':
      say(answer.code);
      say('This is shown once. In the app: “I have an invite”, paste it, and that device is an owner of the campaign.');
      return 0;
    case 'waiting':
      for (const campaign of answer.campaigns) say(campaign);
      say(`${answer.campaigns.length} waiting`);
      return 0;
    case 'compacted':
      for (const { room, problem } of answer.failed) say(`${room} stays as it is: ${problem}`);
      say(`${answer.rooms} rooms, ${size(answer.before)} before, ${size(answer.after)} now`);
      return answer.failed.length === 0 ? 0 : 1;
    case 'doctor': {
      const { integrity, rooms, entries, bytes, damaged, free } = answer.report;
      for (const { room, problem } of damaged) say(`DAMAGED ${room}: ${problem}`);
      say(
        `file: ${integrity}; ${rooms} rooms, ${entries} entries, ${size(bytes)}; ${damaged.length} damaged; ${size(free)} free`,
      );
      return integrity === 'ok' && damaged.length === 0 ? 0 : 1;
    }
    case 'kept':
      say(`${answer.documents} ${answer.documents === 1 ? 'document' : 'documents'} kept as they are now`);
      return 0;
    case 'backup':
      say(`${answer.file}: ${answer.rooms} rooms, ${size(answer.bytes)}, read back and checked`);
      return 0;
    case 'refused':
      say(answer.reason);
      return 1;
  }
};

const intoShared = async (config: Config, file: string, say: (line: string) => void): Promise<number> => {
  let storage: Storage | null = null;
  try {
    storage = await openStorage({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL });
    const restored = await restoreIntoShared(file, storage);
    say(
      restored.ok
        ? `Restored ${restored.rooms} rooms into the database. Relays may be started on it; devices go on where they were.`
        : restored.reason,
    );
    return restored.ok ? 0 : 1;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await storage?.close();
  }
};

/** Runs a command; gives the exit status. */
export const runCommand = async (
  config: Config,
  args: readonly string[],
  say: (line: string) => void,
): Promise<number> => {
  if (args[0] === 'restore' && args.length === 2) {
    if (await askRelay(config.DATA_DIR, { command: 'rooms' })) {
      say('The relay is running on this folder. Stop it first, then restore.');
      return 1;
    }
    if (config.DATABASE_URL) return intoShared(config, resolve(args[1]!), say);
    const restored = restoreInto(resolve(args[1]!), config.DATA_DIR, DATABASE_FILE, Date.now());
    say(
      restored.ok
        ? `Restored into ${config.DATA_DIR}.${restored.setAside ? ` What was there is in ${restored.setAside}.` : ''} Devices send what they have since.`
        : restored.reason,
    );
    return restored.ok ? 0 : 1;
  }
  const request = readRequest(args);
  if (!request) {
    say(USAGE);
    return 2;
  }
  const running = await askRelay(config.DATA_DIR, request);
  if (running) return told(running, say);
  let storage: Storage;
  try {
    storage = await openStorage({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL });
  } catch (error) {
    say(
      error instanceof DataFolderInUse
        ? 'A relay is using this folder and does not answer. Try again, or stop it.'
        : error instanceof Error
          ? error.message
          : String(error),
    );
    return 1;
  }
  const merger = createMerger();
  try {
    const onRevoked = (campaignId: string, grantId: string): void =>
      storage.nodes.tell({ type: 'revoked', campaignId, grantId });
    const history = createHistory({
      db: storage.db,
      log: storage.log,
      merger,
      days: config.HISTORY_DAYS,
      nowMs: () => Date.now(),
    });
    const run = createOperations({
      storage,
      merger,
      history,
      access: createAccess({ db: storage.db, nowMs: () => Date.now() }),
      dataDir: config.DATA_DIR,
      nowMs: () => Date.now(),
      connectionCount: () => 0,
      onRevoked,
    });
    return told(await run(request), say);
  } finally {
    await merger.close();
    await storage.close();
  }
};
