// Runs an operator's command: on the running relay through its socket, or on its folder when it is stopped. Exit
// status 0 if all is well, 1 if not, 2 for an unknown command.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createAccess } from '../access/access.ts';
import { createBlobs } from '../blobs/blobs.ts';
import { sourceOf, type Config } from '../config.ts';
import { createHistory } from '../history/history.ts';
import { createMerger } from '../merge/merger.ts';
import { NoRelayData, openStorage, type Storage } from '../storage/open-storage.ts';
import { DATABASE_FILE, DataFolderInUse, explained } from '../storage/sqlite.ts';
import { messageOf } from './check.ts';
import { parseBackup, parseCommand, USAGE } from './command-line.ts';
import { checkHealth } from './health.ts';
import { makeBackup } from './make-backup.ts';
import { rebuild } from '../storage/tidy.ts';
import { createOperations } from './operations.ts';
import { askRelay, isServed } from './operator-socket.ts';
import { removeKept } from './repair-room.ts';
import { reportOf } from './report.ts';
import { refused, type OperatorAnswer, type OperatorRequest } from './requests.ts';
import { runningFolders } from './running-relays.ts';
import { salvage, type SalvagedCounts } from './salvage.ts';
import { restoreFilesInto, restoreInto, restoreIntoShared, type RestoredFolder } from './restore.ts';

export { USAGE } from './command-line.ts';

type Say = (line: string) => void;

const nowMs = (): number => Date.now();

const open = ({ DATA_DIR, DATABASE_URL }: Config, mustExist: boolean): Promise<Storage> =>
  openStorage({ dataDir: DATA_DIR, databaseUrl: DATABASE_URL, mustExist });

const sayRestoredFolder = (restored: RestoredFolder, dataDir: string, say: Say): number => {
  if (!restored.ok) {
    say(restored.reason);
    return 1;
  }
  const before = restored.setAside ? ` What was there before is in ${restored.setAside}.` : '';
  say(`Restored into ${dataDir}.${before} Devices will send what they have written since.`);
  return 0;
};

const restoreShared = async (config: Config, file: string, say: Say): Promise<number> => {
  let storage: Storage | null = null;
  try {
    storage = await open(config, false);
    const { log, transaction } = storage;
    if (!transaction) throw new Error('The storage of DATABASE_URL is not shared.');
    const restored = await restoreIntoShared(file, { log, transaction });
    if (restored.ok) restoreFilesInto(file, config.DATA_DIR);
    const done = (rooms: number): string =>
      `Restored ${rooms} rooms into the database. Relays can be started on it, and devices continue where they were.`;
    say(restored.ok ? done(restored.rooms) : restored.reason);
    return restored.ok ? 0 : 1;
  } catch (error) {
    say(messageOf(error));
    return 1;
  } finally {
    await storage?.close();
  }
};

const restore = async (config: Config, file: string, say: Say): Promise<number> => {
  if (await askRelay(config.DATA_DIR, { command: 'rooms' })) {
    say('The relay is running on this folder. Stop it first, then restore.');
    return 1;
  }
  if (config.DATABASE_URL) return restoreShared(config, file, say);
  const target = { dataDir: config.DATA_DIR, databaseFile: DATABASE_FILE, nowMs: nowMs() };
  return sayRestoredFolder(restoreInto(file, target), config.DATA_DIR, say);
};

const sayCounts = ({ campaigns, entries, pictures, versions }: SalvagedCounts): string =>
  `Kept: ${campaigns} campaigns, ${entries} entries of documents, ${pictures} pictures, ${versions} earlier versions.`;

const sayDropped = (id: string): string =>
  `Campaign ${id} is left out, because its owner’s grant is lost. The owner’s device can upload it again.`;

const salvageFolder = async (config: Config, say: Say): Promise<number> => {
  const { DATA_DIR, DATABASE_URL } = config;
  if (DATABASE_URL) {
    say('This relay stores everything in Postgres, which has its own tools for damaged files.');
    return 1;
  }
  if (await isServed(DATA_DIR)) {
    say('The relay is running on this folder. Stop it first, then salvage.');
    return 1;
  }
  const salvaged = await salvage({ dataDir: DATA_DIR, databaseFile: DATABASE_FILE, nowMs: nowMs() });
  if (!salvaged.ok) {
    say(salvaged.reason);
    return 1;
  }
  const { counts, setAside } = salvaged;
  say(sayCounts(counts));
  for (const id of counts.withoutOwner) say(sayDropped(id));
  say(`The damaged files are in ${setAside}.`);
  say('Start the relay: devices upload what is missing. “relay doctor” lists documents that are still incomplete.');
  return 0;
};

/** Carries out a request on the data of a relay that does not run here. */
const runOnData = async (config: Config, storage: Storage, request: OperatorRequest): Promise<OperatorAnswer> => {
  const { db, log, nodes } = storage;
  const merger = createMerger();
  try {
    const run = createOperations({
      storage,
      merger,
      history: createHistory({ db, log, merger, days: config.HISTORY_DAYS, nowMs }),
      access: createAccess({ db, nowMs }),
      // It only removes pictures here: no limit is needed.
      blobs: createBlobs({ db, quotaBytes: 0, nowMs }),
      dataDir: config.DATA_DIR,
      source: sourceOf(config),
      nowMs,
      connectionCount: () => 0,
      // With a shared database other relays may run, and close the connections.
      onRepaired: () => undefined,
      removeTraces: (campaignId) => removeKept(config.DATA_DIR, campaignId),
      onRevoked: (campaignId, grantId) => nodes.tell({ type: 'revoked', campaignId, grantId }),
    });
    const answer = await run(request);
    if (request.command === 'compact' && storage.file) rebuild(storage.file);
    await storage.tidy(request.command === 'forget' ? 'everything' : undefined);
    return answer;
  } finally {
    await merger.close();
    await storage.close();
  }
};

const sayReport = (answer: OperatorAnswer, say: Say): number => {
  const { lines, status } = reportOf(answer);
  lines.forEach(say);
  return status;
};

/** Why the data cannot be opened, and what to do. */
const whyNot = (error: unknown, dataDir: string): string => {
  if (error instanceof DataFolderInUse)
    return 'A relay is using this folder and does not answer. Try again, or stop it.';
  if (error instanceof NoRelayData)
    return `${error.message} Nothing was done. Set DATA_DIR to the relay’s folder (its start says “Data is stored in …”), or DATABASE_URL as the relay has it.`;
  return messageOf(explained(error, dataDir));
};

/**
 * The configuration with the folder of the running relay, where no folder is named and there is none by default.
 * Several running relays are listed by `say`, and none is chosen.
 */
export const withRunningFolder = async (
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
  say: Say,
): Promise<Config> => {
  if (env['DATA_DIR'] || config.DATABASE_URL || existsSync(join(config.DATA_DIR, DATABASE_FILE))) return config;
  const folders = await runningFolders(env);
  const [only] = folders;
  if (only !== undefined && folders.length === 1) {
    say(`Using the relay that runs on ${only}.`);
    return { ...config, DATA_DIR: only };
  }
  for (const folder of folders) say(`A relay runs on ${folder}.`);
  return config;
};

/** Asks the relay that runs on the folder, or carries the request out on its data. */
const carryOut = async (config: Config, request: OperatorRequest): Promise<OperatorAnswer> => {
  const answer = await askRelay(config.DATA_DIR, request);
  if (answer) return answer;
  try {
    return await runOnData(config, await open(config, true), request);
  } catch (error) {
    return refused(whyNot(error, config.DATA_DIR));
  }
};

/** Returns the exit status. */
export const runCommand = async (config: Config, args: readonly string[], say: Say): Promise<number> => {
  const [command, file] = args;
  if (command === 'health' && args.length === 1) return checkHealth(config, say);
  if (command === 'restore' && file !== undefined && args.length === 2) return restore(config, resolve(file), say);
  if (args.join(' ') === 'doctor --salvage') return salvageFolder(config, say);
  const backup = parseBackup(args);
  if (backup) {
    const copy = (): Promise<OperatorAnswer> => carryOut(config, { command: 'copy' });
    return sayReport(await makeBackup(backup, copy, nowMs()), say);
  }
  const request = parseCommand(args);
  if (request) return sayReport(await carryOut(config, request), say);
  say(USAGE);
  return 2;
};
