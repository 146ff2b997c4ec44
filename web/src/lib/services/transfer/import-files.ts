// Imports files of other tools into the open campaign: reads them in a worker, compares them with what is here, and
// writes them as one step of undo. Nothing is overwritten unless the GM asked for it, and a cancelled import leaves
// nothing.
import {
  appendAll,
  CHAPTER,
  CLOCK,
  ENTITY,
  MAP,
  err,
  GOAL,
  ok,
  SESSION,
  type Result,
  type StoredRecord,
} from '@emberkeep/domain';
import {
  editRecord,
  getRecord,
  getSession,
  isUntouchedSession,
  listEntities,
  listRecords,
  listRelationships,
  listSessions,
  putRecords,
  readPutOutcome,
  type CampaignDocs,
  type PutOutcome,
  type Spec,
  type UndoableText,
} from '@emberkeep/store';
import type { KnownRecords, ImportFilesError } from '@emberkeep/files/transfer';
import { attempt } from '#lib/services/attempt.ts';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Attaching } from '#lib/services/pictures/attach-pictures.ts';
import { addHashedPictures } from '#lib/device/pictures.ts';
import { deriveSessions } from '#lib/services/derived/write-derived.ts';
import { m } from '#messages';
import { runJob, type ImportChoices, type ReadFacts, type RunningTransfer } from './transfer-jobs.ts';
import { undoImport, type Undone } from './undo-import.ts';

/** What was read, ready to be shown and then written. */
export interface PreparedImport extends ReadFacts {
  from: string;
  records: StoredRecord[];
  /** What writing would do, as far as that is known beforehand. */
  outcome: PutOutcome;
}

const knownSessions = (docs: CampaignDocs): Promise<KnownRecords['sessions']> =>
  Promise.all(
    listSessions(docs).map(async (session) => ({
      id: session.id,
      number: session.shownNumber,
      title: session.title,
      externalId: session.externalId,
      isUntouched: !session.deleted && (await isUntouchedSession(docs, session)),
    })),
  );

/** The records of this campaign, for matching by name and id. */
const knownRecords = async (docs: CampaignDocs): Promise<KnownRecords> => {
  const named = (
    [
      ['chapter', CHAPTER, 'title'],
      ['goal', GOAL, 'name'],
      ['clock', CLOCK, 'name'],
      ['map', MAP, 'title'],
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
    sessions: await knownSessions(docs),
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
  choices: ImportChoices;
  /** 0 to 1. */
  onProgress(share: number): void;
}

/** Reads files in a worker. `stop` ends it at once; the promise then gives null. */
export const startReading = ({
  docs,
  from,
  files,
  audience,
  choices,
  onProgress,
}: ReadingOptions): { prepared: Promise<Result<PreparedImport, ImportFilesError> | null>; stop(): void } => {
  const records: StoredRecord[] = [];
  const { campaignId } = docs;
  let job: RunningTransfer | null = null;
  let isStopped = false;
  const prepare = async (): Promise<Result<PreparedImport, ImportFilesError> | null> => {
    const known = await knownRecords(docs);
    if (isStopped) return null;
    job = runJob(
      { type: 'read', name: from, files, audience, choices, known, campaignId, now: docs.nowMs() },
      (answer) => {
        if (answer.type === 'progress') onProgress(answer.share);
        else if (answer.type === 'records') records.push(...answer.records);
      },
    );
    const end = await job.end;
    if (end?.type === 'refused') return err(end.error);
    if (end?.type !== 'read') return null;
    return ok({ ...end, from, records, outcome: readPutOutcome(docs, records, end.modes) });
  };
  const stop = (): void => {
    isStopped = true;
    job?.stop();
  };
  return { stop, prepared: prepare() };
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
  remarks: [],
  notes: [],
  splits: [],
  asideFolders: [],
  damage: '',
  modes: new Map(),
  formerIds: new Map(),
  lines: [],
  inLines: new Set(),
  renumbered: [],
  images: [],
  matched: [],
  portraits: [],
  pictures: [],
  notePictures: [],
});

export interface ImportOutcome {
  /** Null where the import wrote nothing. */
  undo: (() => Promise<Undone>) | null;
  /** True once its records were undone by a step of the campaign's undo. */
  isUndone(): boolean;
  outcome: PutOutcome;
  /** Those that were shown in lines; the outcome counts them too. */
  sessions: number;
  factions: number;
  hasCalendar: boolean;
  /** Names of the pictures that could not be read or stored. */
  unreadPictures: readonly string[];
}

export interface ImportOptions {
  /** The file wins over what is here. */
  preferFile: boolean;
  /** 0 to 1. */
  onProgress(share: number): void;
  isCancelled(): boolean;
}

/** Share of the progress that the records take; pictures take the rest. */
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
  texts: UndoableText[];
  touchedSessions: Set<string>;
}

/** Gives the names of the pictures that could not be read or stored. */
const writePictures = async ({ device, docs, prepared, options }: ImportRun): Promise<string[]> => {
  const { portraits, pictures, notePictures, images } = prepared;
  const unread = new Set<string>();
  await addHashedPictures(device.db, images);
  if (portraits.length + pictures.length + notePictures.length === 0) return [];
  const { Attaching: Stored, NOTE_SIDE, pictureFile } = await import('#lib/services/pictures/attach-pictures.ts');
  const attaching = new Stored(device.db);
  const forNotes = new Stored(device.db, undefined, NOTE_SIDE);
  const forMaps = new Stored(device.db, undefined, NOTE_SIDE);
  try {
    for (const { name, bytes } of notePictures) {
      if (options.isCancelled()) return [];
      const kept = await forNotes.keepForNotes(docs, name, pictureFile(name, bytes));
      if (!kept.ok) unread.add(name);
      await pause();
    }
    for (const [i, { id, name, bytes }] of pictures.entries()) {
      if (options.isCancelled()) return [];
      const attached = await attaching.attach(docs, id, name, pictureFile(name, bytes));
      if (!attached.ok && attached.error.type !== 'EntityMissing') unread.add(name);
      options.onProgress(RECORDS_SHARE + ((i + 1) / pictures.length) * (1 - RECORDS_SHARE));
      await pause();
    }
    for (const { id, name, bytes } of portraits) {
      if (options.isCancelled()) return [];
      if (getRecord(docs.ledger, MAP, id)) {
        if (!(await writeMapPicture(forMaps, { docs, options }, { id, name, bytes }))) unread.add(name);
        await pause();
        continue;
      }
      const entity = getRecord(docs.ledger, ENTITY, id);
      if (!entity || (entity.portrait && !options.preferFile)) continue;
      const stored = await attaching.store(pictureFile(name, bytes));
      if (!stored.ok) unread.add(name);
      else
        editRecord(docs, {
          doc: docs.ledger,
          spec: ENTITY,
          id,
          fields: { portrait: stored.value.small },
          label: m.services_transfer_importFiles_portrait(),
        });
      await pause();
    }
  } finally {
    attaching.stop();
    forNotes.stop();
    forMaps.stop();
  }
  return [...unread];
};

/** Gives a map its picture, unless it has one that stays. False where the picture could not be read or stored. */
const writeMapPicture = async (
  attaching: Attaching,
  { docs, options }: Pick<ImportRun, 'docs' | 'options'>,
  { id, name, bytes }: PreparedImport['portraits'][number],
): Promise<boolean> => {
  const { pictureFile } = await import('#lib/services/pictures/attach-pictures.ts');
  const map = getRecord(docs.ledger, MAP, id);
  if (!map || (map.picture !== null && !options.preferFile)) return true;
  const kept = await attaching.keepForHandout(docs, name, pictureFile(name, bytes));
  if (!kept.ok) return false;
  const label = m.services_transfer_importFiles_map_picture();
  editRecord(docs, { doc: docs.ledger, spec: MAP, id, fields: { picture: kept.value }, label });
  return true;
};

/** Of the records that are shown in lines, those that the import will create or change. */
const countInLines = (docs: CampaignDocs, { records, inLines, modes }: PreparedImport) => {
  const isNews = ({ id }: StoredRecord): boolean => {
    const own = records.filter((record) => record.id === id || record.sessionId === id);
    const { created, changed } = readPutOutcome(docs, own, modes);
    return created + changed > 0;
  };
  const shown = records.filter((record) => inLines.has(record.id) && isNews(record));
  return {
    sessions: shown.filter(({ kind }) => kind === 'session').length,
    factions: shown.filter(({ kind, keys }) => kind === 'entity' && keys['entityType'] === 'faction').length,
    hasCalendar: shown.some(({ kind }) => kind === 'campaign'),
  };
};

/** Gives sessions that still nobody has used the numbers after the imported ones. */
const renumberSessions = async (docs: CampaignDocs, { renumbered }: PreparedImport): Promise<void> => {
  const label = m.services_transfer_importFiles_session_number();
  for (const { id, to } of renumbered) {
    const session = getSession(docs, id);
    if (session && (await isUntouchedSession(docs, session)))
      editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { number: to }, label });
  }
};

const writeAll = async (
  run: ImportRun,
): Promise<Result<Omit<ImportOutcome, 'undo' | 'isUndone'>, { type: string }>> => {
  const { docs, prepared, options, texts, touchedSessions } = run;
  const { preferFile, isCancelled, onProgress } = options;
  // Before anything is written: afterwards nothing is news.
  const news = countInLines(docs, prepared);
  await renumberSessions(docs, prepared);
  const put = await putRecords(docs, prepared.records, {
    from: prepared.from,
    preferFile,
    modes: prepared.modes,
    formerIds: prepared.formerIds,
    isCancelled,
    pause,
    onProgress: (done, total) => onProgress((done / Math.max(1, total)) * RECORDS_SHARE),
  });
  if (!put.ok) return put;
  appendAll(texts, put.value.addedTexts);
  for (const record of prepared.records) if (record.sessionId) touchedSessions.add(record.sessionId);
  const unreadPictures = isCancelled() ? [] : await writePictures(run);
  return ok({ outcome: put.value, ...news, unreadPictures });
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
  const result = await docs.group(m.services_transfer_importFiles_import_from({ from: prepared.from }), (grouped) => {
    run.docs = grouped;
    return attempt(() => writeAll(run));
  });
  const step = run.docs.latestStep();
  const undo = (): Promise<Undone> => undoImport(docs, step, run.texts);
  if (!result.ok || options.isCancelled()) {
    await undo();
    return result.ok ? null : result;
  }
  // The open campaign's deriver writes the ledger's row.
  await deriveSessions(device.db, docs, run.touchedSessions);
  options.onProgress(1);
  const wroteNothing = step === null && run.texts.every((text) => text.wroteNothing?.() === true);
  return ok({
    ...result.value,
    undo: wroteNothing ? null : undo,
    isUndone: () => step !== null && !docs.canUndo(step),
  });
};
