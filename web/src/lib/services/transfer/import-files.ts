// Owns bringing files of other tools into the open campaign: read in a worker, compared with what is here, written by verbs as one
// step. Nothing here is overwritten unless the GM said so; stopped at any moment, nothing of it stays.
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
  readsOtherwise,
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
import type { KnownRecords, TransferError } from '@emberkeep/files/transfer';
import type { App } from '#lib/app/app.svelte.ts';
import { keepImages } from '#lib/services/backups/campaign-bytes.ts';
import { deriveDocuments } from '#lib/services/derived/derive-documents.ts';
import { runJob, type ReadFacts } from './transfer-jobs.ts';

/** What was read, ready to be shown and then written. */
export interface Prepared extends ReadFacts {
  from: string;
  records: StoredRecord[];
  /** What writing would do, as far as can be told beforehand. */
  outcome: PutOutcome;
  /** Sessions of older JSON that are here and say something else. */
  otherwise: number;
}

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

/** Reads files. `stop` ends it at once; the promise then gives null. */
export const startReading = (
  docs: CampaignDocs,
  from: string,
  files: { path: string; file: File }[],
  audience: 'gm' | 'table',
  onProgress: (share: number) => void,
): { prepared: Promise<Result<Prepared, TransferError> | null>; stop(): void } => {
  const records: StoredRecord[] = [];
  const job = runJob(
    {
      type: 'read',
      name: from,
      files,
      audience,
      known: knownRecords(docs),
      campaignId: docs.campaignId,
      now: docs.nowMs(),
    },
    (answer) => {
      if (answer.type === 'progress') onProgress(answer.share);
      else if (answer.type === 'records') records.push(...answer.records);
    },
  );
  return {
    stop: job.stop,
    prepared: job.end.then((end) =>
      end === null
        ? null
        : end.type === 'refused'
          ? err(end.error)
          : end.type === 'read'
            ? ok({
                ...end,
                from,
                records,
                outcome: readPutOutcome(docs, records),
                otherwise: end.older?.sessions.filter((s) => readsOtherwise(docs, s)).length ?? 0,
              })
            : null,
    ),
  };
};

/** Records of this campaign as they were, ready to be shown and written like anything else that is brought in. */
export const prepareEarlier = (docs: CampaignDocs, from: string, label: string, records: StoredRecord[]): Prepared => ({
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

export interface BroughtIn {
  outcome: PutOutcome;
  sessions: number;
  factions: number;
  unreadPictures: number;
  undo(): Promise<void>;
}

export interface BringOptions {
  filesFirst: boolean;
  onProgress(share: number): void;
  isCancelled(): boolean;
}

/** A turn of the page between two slices: what waits to be drawn or typed goes first. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Gives how many pictures could not be read. */
const writePortraits = async (
  app: App,
  docs: CampaignDocs,
  prepared: Prepared,
  filesFirst: boolean,
): Promise<number> => {
  let unread = 0;
  const { shrinkImage } = await import('#lib/ui/shrink-image.ts');
  await keepImages(app, prepared.images);
  for (const { id, name, bytes } of prepared.portraits) {
    const entity = getRecord(docs.ledger, ENTITY, id);
    if (!entity || (entity.portrait && !filesFirst)) continue;
    const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    const small = await shrinkImage(
      new Blob([bytes as BlobPart], { type: `image/${ending === 'jpg' ? 'jpeg' : ending}` }),
    );
    const kept = small && (await app.keepImage(small));
    if (kept?.ok) editRecord(docs, docs.ledger, ENTITY, id, { portrait: kept.value }, 'Portrait');
    else unread += 1;
    await pause();
  }
  return unread;
};

/** Writes what was prepared. Null when it was cancelled: everything is as before then. */
export const bringIn = async (
  app: App,
  docs: CampaignDocs,
  prepared: Prepared,
  { filesFirst, onProgress, isCancelled }: BringOptions,
): Promise<Result<BroughtIn, { type: string }> | null> => {
  const before = docs.latestStep();
  const { from, older, calendar } = prepared;
  const texts: { undo(): void }[] = [];
  const touched = new Set<string>();
  const run = async (): Promise<Result<Omit<BroughtIn, 'undo'>, { type: string }>> => {
    const put = await putRecords(docs, prepared.records, {
      from,
      filesFirst,
      isCancelled,
      pause,
      onProgress: (done, total) => onProgress((done / Math.max(1, total)) * 0.9),
    });
    if (!put.ok) return put;
    texts.push(put.value);
    for (const record of prepared.records) if (record.sessionId) touched.add(record.sessionId);
    let [sessions, factions] = [0, 0];
    if (older && !isCancelled()) {
      const { textToNote } = await import('@emberkeep/files');
      const notes = (texts: Readonly<Record<string, string>>): Record<string, ReturnType<typeof textToNote>> =>
        Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, textToNote(text)]));
      const made = importFactions(
        docs,
        older.factions.map((f) => ({ ...f, notes: f.notes ? textToNote(f.notes) : [] })),
      );
      if (!made.ok) return made;
      factions = made.value.length;
      for (const session of older.sessions) {
        if (isCancelled()) break;
        const written = await importSession(docs, { ...session, notes: notes(session.notes) }, filesFirst);
        if (!written.ok) return written;
        touched.add(written.value.id);
        texts.push(written.value);
        sessions += 1;
        onProgress(0.9 + (sessions / older.sessions.length) * 0.1);
        await pause();
      }
    }
    if (calendar && (filesFirst || !getRecord(docs.ledger, CAMPAIGN, META_ID)?.calendar)) {
      const edited = editRecord(docs, docs.ledger, CAMPAIGN, META_ID, { calendar }, `Calendar ${calendar.name}`);
      if (!edited.ok) return edited;
    }
    const unreadPictures = isCancelled() ? 0 : await writePortraits(app, docs, prepared, filesFirst);
    return ok({ outcome: put.value, sessions, factions, unreadPictures });
  };
  // Code that cannot be fetched, a disk that goes: what came in until then goes again, as after a refusal.
  const result = await docs.group(`Bring in ${from}`, () =>
    run().catch((error: unknown) => {
      console.warn('the import broke off', error);
      return err({ type: 'BrokeOff' });
    }),
  );
  const step = docs.latestStep();
  const undo = async (): Promise<void> => {
    texts.forEach((t) => t.undo());
    if (step && step !== before) await docs.undo(step);
  };
  if (!result.ok || isCancelled()) {
    await undo();
    return result.ok ? null : result;
  }
  await deriveDocuments(app, docs, [...touched], false); // the open campaign's ledger is derived by its engine, in a quiet moment
  onProgress(1);
  return ok({ ...result.value, undo });
};
