// Imports files of other tools into the open campaign: reads them in a worker, compares them with what is here, and
// writes them as one step of undo. Nothing is overwritten unless the GM asked for it, and a cancelled import leaves
// nothing.
import {
  CAMPAIGN,
  CHAPTER,
  CLOCK,
  ENTITY,
  err,
  GOAL,
  META_ID,
  ok,
  type Result,
  type StoredRecord,
} from '@emberkeep/domain';
import {
  editRecord,
  getRecord,
  importFactions,
  importSession,
  differsFromFile,
  listEntities,
  listRecords,
  listRelationships,
  listSessions,
  putRecords,
  readPutOutcome,
  type CampaignDocs,
  type PutOutcome,
  type Spec,
} from '@emberkeep/store';
import type { KnownRecords, ImportFilesError } from '@emberkeep/files/transfer';
import type { Device } from '#lib/device/device.svelte.ts';
import { addHashedPictures, addPicture } from '#lib/device/pictures.ts';
import { deriveSessions } from '#lib/services/derived/write-derived.ts';
import { runJob, type ReadFacts } from './transfer-jobs.ts';

/** What was read, ready to be shown and then written. */
export interface PreparedImport extends ReadFacts {
  from: string;
  records: StoredRecord[];
  /** What writing would do, as far as that is known beforehand. */
  outcome: PutOutcome;
  /** The number of sessions of older JSON that are here with different content. */
  otherwise: number;
}

/** The records of this campaign, for matching by name and id. */
const knownRecords = (docs: CampaignDocs): KnownRecords => {
  const named = (
    [
      ['chapter', CHAPTER, 'title'],
      ['goal', GOAL, 'name'],
      ['clock', CLOCK, 'name'],
    ] as const
  ).map(([kind, spec, title]) => ({
    kind,
    list: (listRecords(docs.ledger, spec as Spec) as readonly Record<string, unknown>[]).map((r) => ({
      kind,
      id: String(r['id']),
      name: String(r[title]),
      order: String(r['order'] ?? ''),
    })),
  }));
  return {
    entities: listEntities(docs).map(({ id, name, aliases, externalId }) => ({
      id,
      name,
      aliases: [...aliases],
      externalId,
    })),
    sessions: listSessions(docs).map((s) => ({
      id: s.id,
      number: s.shownNumber,
      title: s.title,
      externalId: s.externalId,
    })),
    named: named.flatMap(({ list }) => list.map(({ kind, id, name }) => ({ kind, id, name }))),
    ties: listRelationships(docs).map(({ id, fromId, toId, relationType }) => ({ id, fromId, toId, relationType })),
    lastOrder: Object.fromEntries(
      named.flatMap(({ kind, list }) => {
        const last = list
          .map((r) => r.order)
          .sort()
          .at(-1);
        return last ? [[kind, last]] : [];
      }),
    ),
  };
};

export interface ReadingOptions {
  docs: CampaignDocs;
  /** The name of the file or folder, as shown to the person. */
  from: string;
  files: { path: string; file: File }[];
  audience: 'gm' | 'table';
  /** 0 to 1. */
  onProgress(share: number): void;
}

/** Reads files in a worker. `stop` ends it at once; the promise then gives null. */
export const startReading = ({
  docs,
  from,
  files,
  audience,
  onProgress,
}: ReadingOptions): { prepared: Promise<Result<PreparedImport, ImportFilesError> | null>; stop(): void } => {
  const records: StoredRecord[] = [];
  const known = knownRecords(docs);
  const { campaignId } = docs;
  const job = runJob({ type: 'read', name: from, files, audience, known, campaignId, now: docs.nowMs() }, (answer) => {
    if (answer.type === 'progress') onProgress(answer.share);
    else if (answer.type === 'records') records.push(...answer.records);
  });
  const prepare = async (): Promise<Result<PreparedImport, ImportFilesError> | null> => {
    const end = await job.end;
    if (end?.type === 'refused') return err(end.error);
    if (end?.type !== 'read') return null;
    const otherwise = end.older?.sessions.filter((session) => differsFromFile(docs, session)).length ?? 0;
    return ok({ ...end, from, records, outcome: readPutOutcome(docs, records), otherwise });
  };
  return { stop: job.stop, prepared: prepare() };
};

/** Records of this campaign as they were earlier, ready to be shown and written like any other import. */
export const prepareEarlier = (
  docs: CampaignDocs,
  from: string,
  label: string,
  records: StoredRecord[],
): PreparedImport => ({
  from,
  label,
  records,
  outcome: readPutOutcome(docs, records),
  otherwise: 0,
  remarks: [],
  older: null,
  calendar: null,
  images: [],
  matched: [],
  portraits: [],
});

export interface ImportOutcome {
  outcome: PutOutcome;
  sessions: number;
  factions: number;
  unreadPictures: number;
  undo(): Promise<void>;
}

export interface ImportOptions {
  /** The file wins over what is here. */
  preferFile: boolean;
  /** 0 to 1. */
  onProgress(share: number): void;
  isCancelled(): boolean;
}

/** Share of the progress that the records take; sessions of older JSON take the rest. */
const RECORDS_SHARE = 0.9;

/** Lets the page draw and handle keys between two slices. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** An import in progress: what it changed, and the texts that undo has to revert separately. */
interface ImportRun {
  device: Device;
  /** Whatever is written through them is one undo step. */
  docs: CampaignDocs;
  prepared: PreparedImport;
  options: ImportOptions;
  texts: { undo(): void }[];
  touchedSessions: Set<string>;
}

/** Gives the number of pictures that could not be read. */
const writePortraits = async ({ device, docs, prepared, options }: ImportRun): Promise<number> => {
  let unread = 0;
  const { shrinkImage } = await import('#lib/ui/shrink-image.ts');
  await addHashedPictures(device.db, prepared.images);
  for (const { id, name, bytes } of prepared.portraits) {
    const entity = getRecord(docs.ledger, ENTITY, id);
    if (!entity || (entity.portrait && !options.preferFile)) continue;
    const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    const type = `image/${ending === 'jpg' ? 'jpeg' : ending}`;
    const small = await shrinkImage(new Blob([bytes as BlobPart], { type }));
    const added = small && (await addPicture(device.db, small));
    if (added?.ok)
      editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields: { portrait: added.value }, label: 'Portrait' });
    else unread += 1;
    await pause();
  }
  return unread;
};

const writeFactions = async ({ docs, prepared }: ImportRun): Promise<Result<number, { type: string }>> => {
  const { textToNote } = await import('@emberkeep/files');
  const factions = (prepared.older?.factions ?? []).map((faction) => ({
    ...faction,
    notes: faction.notes ? textToNote(faction.notes) : [],
  }));
  const made = importFactions(docs, factions);
  return made.ok ? ok(made.value.length) : made;
};

const writeSessions = async (run: ImportRun): Promise<Result<number, { type: string }>> => {
  const { docs, prepared, options, texts, touchedSessions } = run;
  const { textToNote } = await import('@emberkeep/files');
  const sessions = prepared.older?.sessions ?? [];
  let count = 0;
  for (const session of sessions) {
    if (options.isCancelled()) break;
    const notes = Object.fromEntries(Object.entries(session.notes).map(([name, text]) => [name, textToNote(text)]));
    const written = await importSession(docs, { ...session, notes }, options.preferFile);
    if (!written.ok) return written;
    touchedSessions.add(written.value.id);
    texts.push(written.value);
    count += 1;
    options.onProgress(RECORDS_SHARE + (count / sessions.length) * (1 - RECORDS_SHARE));
    await pause();
  }
  return ok(count);
};

const writeCalendar = ({ docs, prepared: { calendar }, options }: ImportRun): Result<unknown, { type: string }> => {
  if (!calendar || (!options.preferFile && getRecord(docs.ledger, CAMPAIGN, META_ID)?.calendar)) return ok(undefined);
  return editRecord(docs, {
    doc: docs.ledger,
    spec: CAMPAIGN,
    id: META_ID,
    fields: { calendar },
    label: `Calendar ${calendar.name}`,
  });
};

const writeAll = async (run: ImportRun): Promise<Result<Omit<ImportOutcome, 'undo'>, { type: string }>> => {
  const { docs, prepared, options, texts, touchedSessions } = run;
  const { preferFile, isCancelled, onProgress } = options;
  const put = await putRecords(docs, prepared.records, {
    from: prepared.from,
    preferFile,
    isCancelled,
    pause,
    onProgress: (done, total) => onProgress((done / Math.max(1, total)) * RECORDS_SHARE),
  });
  if (!put.ok) return put;
  texts.push(put.value);
  for (const record of prepared.records) if (record.sessionId) touchedSessions.add(record.sessionId);
  const hasOlder = prepared.older !== null && !isCancelled();
  const factions = hasOlder ? await writeFactions(run) : ok(0);
  if (!factions.ok) return factions;
  const sessions = hasOlder ? await writeSessions(run) : ok(0);
  if (!sessions.ok) return sessions;
  const calendar = writeCalendar(run);
  if (!calendar.ok) return calendar;
  const unreadPictures = isCancelled() ? 0 : await writePortraits(run);
  return ok({ outcome: put.value, sessions: sessions.value, factions: factions.value, unreadPictures });
};

/** Writes what was prepared. Null when it was cancelled: everything is as before then. */
export const importPrepared = (
  device: Device,
  docs: CampaignDocs,
  prepared: PreparedImport,
  options: ImportOptions,
): Promise<Result<ImportOutcome, { type: string }> | null> =>
  device.writes.run(docs.campaignId, () => writeImport(device, docs, prepared, options));

const writeImport = async (
  device: Device,
  docs: CampaignDocs,
  prepared: PreparedImport,
  options: ImportOptions,
): Promise<Result<ImportOutcome, { type: string }> | null> => {
  const run: ImportRun = { device, docs, prepared, options, texts: [], touchedSessions: new Set() };
  // Code that cannot be loaded, or a disk that fails: what was written so far is reverted, as after a refusal.
  const result = await docs.group(`Bring in ${prepared.from}`, (grouped) => {
    run.docs = grouped;
    return writeAll(run).catch((error: unknown) => {
      console.warn('the import broke off', error);
      return err({ type: 'BrokeOff' });
    });
  });
  const step = run.docs.latestStep();
  const undo = async (): Promise<void> => {
    run.texts.forEach((text) => text.undo());
    if (step) await docs.undo(step);
  };
  if (!result.ok || options.isCancelled()) {
    await undo();
    return result.ok ? null : result;
  }
  // The open campaign's deriver writes the ledger's row.
  await deriveSessions(device.db, docs, run.touchedSessions);
  options.onProgress(1);
  return ok({ ...result.value, undo });
};
