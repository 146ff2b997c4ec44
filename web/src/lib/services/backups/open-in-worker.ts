// Opens backups, other devices' changes and their documents in the transfer worker, one after the other, so that neither
// a hostile nor a huge one freezes the page. A document that takes too long is given up, and the others are opened.
import { appendAll, appendTo, err, ok, readRoom, type Result, type StoredRecord } from '@emberkeep/domain';
import type { BackupError, ChangeSet, ChangeSetError } from '@emberkeep/files';
import type { BackupAnswer, BackupJob, OpenedBackup, OpenedDocument } from './backup-jobs.ts';
import type { DocumentBytes } from './campaign-bytes.ts';
import type { TrialJob } from './try-changes.ts';
import { workerFailure } from '#lib/ui/worker-failure.ts';

/** The longest that a document is opened: more than ten times what one of 25 MB takes on two busy cores. */
export const DOCUMENT_LIMIT_S = 20;
/** The longest that a file is read. It holds the pictures, too. */
const FILE_LIMIT_S = 120;

/**
 * The longest that merging changes into a document may take in the worker, where the page will stand still as long: so
 * many seconds whatever their size, and so many more per MB, seven times what sound ones take on two busy cores.
 */
export const MERGE_LIMIT_S = 1;
export const MERGE_LIMIT_S_PER_MB = 6;

/** What is used of a worker. */
export type BackupWorker = Pick<Worker, 'onmessage' | 'onerror' | 'postMessage' | 'terminate'>;

const startWorker = (): BackupWorker =>
  new Worker(new URL('../../../workers/transfer.ts', import.meta.url), { type: 'module' });

/** Calls `tick` once a second until the returned function is called. */
export type Ticker = (tick: () => void) => () => void;

const everySecond: Ticker = (tick) => {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
};

export interface OpenerDeps {
  newWorker?: () => BackupWorker;
  ticker?: Ticker;
}

/** Documents that were opened, and all of them. */
export interface OpeningProgress {
  done: number;
  total: number;
}

export interface OpenedDocuments {
  records: StoredRecord[];
  /** Rooms whose bytes are damaged. */
  unreadable: string[];
  /** Rooms that take too long. */
  slow: string[];
  /** Rooms of this device with something newer than in these documents, or not in them, as far as they were opened. */
  ahead: string[];
}

type LastAnswer = Exclude<BackupAnswer, { type: 'records' }>;

/** A file of changes that was read. */
export interface OpenedChanges {
  changes: ChangeSet;
  /** Bytes of the file. */
  size: number;
}

export type ChangesError = ChangeSetError | { type: 'ChangesTookTooLong' };

/** Rooms by what merging their changes into them showed. */
export interface TriedDocuments {
  sound: Set<string>;
  /** Their changes are no updates. */
  damaged: string[];
  /** Merging would take too long. */
  slow: string[];
  /** This device does not have what their changes build on. */
  lackBase: string[];
}

export interface BackupOpener {
  /** Null when it was stopped. Rejects when the worker cannot be started, or fails. */
  openFile(file: Blob): Promise<Result<OpenedBackup, BackupError | { type: 'BackupTookTooLong' }> | null>;
  /** `here`: this device's documents, to tell what they have in addition. Null when it was stopped. */
  openDocuments(
    documents: readonly DocumentBytes[],
    here: readonly DocumentBytes[],
    onProgress: (progress: OpeningProgress) => void,
  ): Promise<OpenedDocuments | null>;
  /** Null when it was stopped. */
  openChanges(bytes: Uint8Array): Promise<Result<OpenedChanges, ChangesError> | null>;
  /** Merges changes into copies of this device's documents (`here`). Null when it was stopped. */
  tryChanges(
    opened: OpenedChanges,
    here: readonly DocumentBytes[],
    onProgress: (progress: OpeningProgress) => void,
  ): Promise<TriedDocuments | null>;
  /** What the readable copy holds of the documents in `rooms`; nothing where it takes too long. Null when stopped. */
  readReadable(file: Blob, rooms: ReadonlySet<string>): Promise<StoredRecord[] | null>;
  /** Ends what is being opened, and the worker. */
  stop(): void;
}

/** How a job ended: with its answer, too late, or because it was stopped. */
type JobEnd = { type: 'answer'; answer: LastAnswer } | { type: 'late' } | { type: 'stopped' };

const isLedger = (room: string): boolean => readRoom(room)?.kind === 'ledger';

/** Sessions first: the ledger needs their states to say which of them are deleted. */
const ledgerLast = (rooms: Iterable<string>): string[] =>
  [...rooms].sort((a, b) => Number(isLedger(a)) - Number(isLedger(b)));

/** Collects what the documents of a campaign show, one after the other. */
class Findings {
  readonly unreadable: string[] = [];
  readonly slow: string[] = [];
  /** The states of the sessions' documents by session. */
  readonly snapshots = new Map<string, Uint8Array>();
  readonly #ahead: string[] = [];
  readonly #records = new Map<string, readonly StoredRecord[]>();
  readonly #sessionIds = new Set<string>();

  add(room: string, opened: OpenedDocument, records: readonly StoredRecord[]): void {
    if (!opened.isSound) return void this.unreadable.push(room);
    const ref = readRoom(room);
    if (ref?.kind === 'session' && opened.snapshot) this.snapshots.set(ref.sessionId, opened.snapshot);
    for (const id of opened.sessionIds) this.#sessionIds.add(id);
    if (opened.isHereAhead) this.#ahead.push(room);
    this.#records.set(room, records);
  }

  /** The ledger's records, then those of the sessions that are there. */
  #listed(): StoredRecord[] {
    const records: StoredRecord[] = [];
    const rooms = [...this.#records.keys()];
    for (const room of [...rooms.filter(isLedger), ...rooms.filter((each) => !isLedger(each))]) {
      const ref = readRoom(room);
      if (ref?.kind !== 'session' || this.#sessionIds.has(ref.sessionId)) appendAll(records, this.#records.get(room)!);
    }
    return records;
  }

  /** `here`: the rooms that this device has; what the documents lack, they lack all of. */
  end(here: readonly string[]): OpenedDocuments {
    const { unreadable, slow } = this;
    const leftOut = new Set([...unreadable, ...slow]);
    const lacking = here.filter((room) => !this.#records.has(room) && !leftOut.has(room));
    return { records: this.#listed(), unreadable, slow, ahead: [...this.#ahead, ...lacking] };
  }
}

/** The longest that merging changes of so many bytes, from a file of so many, may take, ms. */
const mergeLimitMs = (changes: TrialJob['changes'], fileSize: number): number => {
  const size = changes.reduce((sum, { bytes }) => sum + bytes.length, 0);
  // A few bytes of a file unpack to megabytes that nobody wrote.
  const limitS = MERGE_LIMIT_S + (MERGE_LIMIT_S_PER_MB * Math.min(size, fileSize)) / 1_000_000;
  return Math.min(limitS, DOCUMENT_LIMIT_S) * 1000;
};

type RunJob = (job: BackupJob, limitS: number, onRecords?: (records: StoredRecord[]) => void) => Promise<JobEnd>;

/** Runs one job after the other in a worker, which starts with the first and ends with one that takes too long. */
const createJobRunner = ({ newWorker, ticker }: Required<OpenerDeps>) => {
  let worker: BackupWorker | null = null;
  let stopJob: (() => void) | null = null;
  let isStopped = false;

  const endWorker = (): void => {
    worker?.terminate();
    worker = null;
  };

  /** Seconds are counted, not measured: while the device sleeps, the worker does too. */
  const run: RunJob = (job, limitS, onRecords) =>
    new Promise<JobEnd>((resolve, reject) => {
      if (isStopped) return resolve({ type: 'stopped' });
      const own = (worker ??= newWorker());
      let seconds = 0;
      const stopTicking = ticker(() => {
        seconds += 1;
        if (seconds >= limitS) giveUp({ type: 'late' });
      });
      const giveUp = (end: JobEnd): void => {
        stopTicking();
        endWorker();
        resolve(end);
      };
      stopJob = () => giveUp({ type: 'stopped' });
      own.onmessage = ({ data }: MessageEvent<BackupAnswer>) => {
        // What a worker posted before it was ended may still arrive.
        if (own !== worker) return;
        if (data.type === 'records') return onRecords?.(data.records);
        stopTicking();
        resolve({ type: 'answer', answer: data });
      };
      own.onerror = (event) => {
        stopTicking();
        endWorker();
        reject(workerFailure(event));
      };
      own.postMessage(job);
    });

  const stop = (): void => {
    isStopped = true;
    stopJob?.();
    endWorker();
  };
  return { run, stop };
};

const bytesByRoom = (documents: readonly DocumentBytes[]): Map<string, Uint8Array> =>
  new Map(documents.map(({ room, bytes }) => [room, bytes]));

const openDocuments = async (
  run: RunJob,
  ...[documents, here, onProgress]: Parameters<BackupOpener['openDocuments']>
): Promise<OpenedDocuments | null> => {
  const updates = new Map<string, Uint8Array[]>();
  for (const { room, bytes } of documents) appendTo(updates, room, bytes);
  const bytesHere = bytesByRoom(here);
  const findings = new Findings();
  const rooms = ledgerLast(updates.keys());
  for (const [done, room] of rooms.entries()) {
    onProgress({ done, total: rooms.length });
    const records: StoredRecord[] = [];
    const job: BackupJob = {
      type: 'open-document',
      room,
      updates: updates.get(room)!,
      here: bytesHere.get(room) ?? null,
      snapshots: isLedger(room) ? findings.snapshots : new Map(),
    };
    const end = await run(job, DOCUMENT_LIMIT_S, (batch) => appendAll(records, batch));
    if (end.type === 'stopped') return null;
    if (end.type === 'late') findings.slow.push(room);
    else if (end.answer.type === 'opened-document') findings.add(room, end.answer, records);
  }
  return findings.end([...bytesHere.keys()]);
};

const tryChanges = async (
  run: RunJob,
  ...[{ changes, size }, here, onProgress]: Parameters<BackupOpener['tryChanges']>
): Promise<TriedDocuments | null> => {
  const byRoom = new Map<string, ChangeSet['documents']>();
  for (const document of changes.documents) appendTo(byRoom, document.room, document);
  const bytesHere = bytesByRoom(here);
  const tried: TriedDocuments = { sound: new Set(), damaged: [], slow: [], lackBase: [] };
  let done = 0;
  for (const [room, documents] of byRoom) {
    onProgress({ done, total: byRoom.size });
    done += 1;
    const job: TrialJob = { type: 'try-changes', room, changes: documents, here: bytesHere.get(room) ?? null };
    const end = await run(job, DOCUMENT_LIMIT_S);
    if (end.type === 'stopped') return null;
    if (end.type === 'late') tried.slow.push(room);
    else if (end.answer.type === 'tried-changes') {
      const { answer } = end;
      if (answer.state === 'lacksBase') tried.lackBase.push(room);
      else if (answer.state === 'damaged') tried.damaged.push(room);
      else if (answer.tookMs > mergeLimitMs(documents, size)) tried.slow.push(room);
      else tried.sound.add(room);
    }
  }
  return tried;
};

export const createBackupOpener = ({
  newWorker = startWorker,
  ticker = everySecond,
}: OpenerDeps = {}): BackupOpener => {
  const { run, stop } = createJobRunner({ newWorker, ticker });
  return {
    openFile: async (file) => {
      const end = await run({ type: 'open-backup', file }, FILE_LIMIT_S);
      if (end.type === 'late') return err({ type: 'BackupTookTooLong' });
      return end.type === 'answer' && end.answer.type === 'opened-backup' ? end.answer.result : null;
    },
    openDocuments: (...asked) => openDocuments(run, ...asked),
    openChanges: async (bytes) => {
      const end = await run({ type: 'open-changes', bytes }, FILE_LIMIT_S);
      if (end.type === 'late') return err({ type: 'ChangesTookTooLong' });
      if (end.type === 'stopped' || end.answer.type !== 'opened-changes') return null;
      const { result } = end.answer;
      return result.ok ? ok({ changes: result.value, size: bytes.length }) : result;
    },
    tryChanges: (...asked) => tryChanges(run, ...asked),
    readReadable: async (file, rooms) => {
      const records: StoredRecord[] = [];
      const job: BackupJob = { type: 'read-readable', file, rooms };
      const end = await run(job, FILE_LIMIT_S, (batch) => appendAll(records, batch));
      if (end.type === 'stopped') return null;
      return end.type === 'answer' ? records : [];
    },
    stop,
  };
};

/** Opens documents and ends the worker. Null where all of them take longer than `limitS` seconds. */
export const openDocumentsOnce = async (
  documents: readonly DocumentBytes[],
  limitS: number,
  { ticker = everySecond, ...deps }: OpenerDeps = {},
): Promise<OpenedDocuments | null> => {
  const opener = createBackupOpener({ ...deps, ticker });
  let seconds = 0;
  const stopTicking = ticker(() => {
    seconds += 1;
    if (seconds >= limitS) opener.stop();
  });
  try {
    return await opener.openDocuments(documents, [], () => undefined);
  } finally {
    stopTicking();
    opener.stop();
  }
};
