// Exports the campaign for other tools: a folder of notes or Foundry journals as one ZIP, packed in a worker.
import { campaignFileName } from '@emberkeep/files/save';
import { campaignOf, type CampaignDocs } from '@emberkeep/store';
import { pictureHashes, type StoredRecord } from '@emberkeep/domain';
import type { Device } from '#lib/device/device.svelte.ts';
import { picturesOf } from '#lib/device/pictures.ts';
import { storedRecords } from '#lib/services/campaign-file/campaign-save.ts';
import { m } from '#messages';
import { runJob } from './transfer-jobs.ts';

export interface ExportedFile {
  fileName: string;
  bytes: Uint8Array;
  /** The number of files in the ZIP. */
  count: number;
}

const NAMES_PICTURES = /^(?:portrait$|picture$|pictures\/|notePictures\/)/;

/** The portraits of entities, and at both sizes their attached pictures, and those of handouts and notes. */
const picturesNamedIn = (records: readonly StoredRecord[]): string[] =>
  records
    .filter(({ kind }) => ['entity', 'handout', 'map', 'campaign'].includes(kind))
    .flatMap(({ keys }) => Object.entries(keys))
    .filter(([key]) => NAMES_PICTURES.test(key))
    .flatMap(([, value]) => pictureHashes(value));

/** The small pictures of notes: a journal of Foundry holds its pictures. */
const picturesOfNotes = (records: readonly StoredRecord[]): string[] =>
  records
    .filter(({ kind }) => kind === 'campaign')
    .flatMap(({ keys }) => Object.entries(keys))
    .filter(([key]) => key.startsWith('notePictures/'))
    .flatMap(([, value]) => pictureHashes(value).at(-1) ?? []);

/** Null when the worker ended without a result. Throws when the disk cannot be read. `onProgress`: 0 to 1. */
export const exportFiles = async (
  device: Device,
  docs: CampaignDocs,
  as: 'vault' | 'foundry',
  onProgress: (share: number) => void,
): Promise<ExportedFile | null> => {
  const records = await storedRecords(docs, device.db, false);
  const images = await picturesOf(device.db, as === 'vault' ? picturesNamedIn(records) : picturesOfNotes(records));
  const end = await runJob(
    { type: 'pack', as, records, images },
    (answer) => answer.type === 'progress' && onProgress(answer.share),
  ).end;
  if (end?.type !== 'packed') return null;
  const name = campaignFileName(campaignOf(docs)?.name ?? m.services_transfer_exportFiles_campaign()).replace(
    /\.md$/,
    '',
  );
  return {
    fileName:
      as === 'vault'
        ? m.services_transfer_exportFiles_notes_zip({ name })
        : m.services_transfer_exportFiles_foundry_zip({ name }),
    bytes: end.bytes,
    count: end.count,
  };
};
