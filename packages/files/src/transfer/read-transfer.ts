// Finds out which tool the picked files come from and reads them with its importer. Writes nothing.
import { err, ok, type Result } from '@emberkeep/domain';
import { readCampaignJson, type ImportedCampaign } from '../campaign-import/index.ts';
import { decodeText } from '../decode-text.ts';
import { parseJson } from '../json.ts';
import { ownFileOf } from '../own-file.ts';
import { ofPicked, unzip, type ArchiveError, type SourceFile } from './archive.ts';
import { mergeContents, type ImportedContent } from './imported-content.ts';
import type { ImportOptions } from './importer.ts';
import { importCalendar, importCampaigns } from './read-campaign.ts';
import { isFoundry, readFoundry } from './read-foundry.ts';
import { isInitiative, readInitiative } from './read-initiative.ts';
import { isKanka, readKanka } from './read-kanka.ts';
import { readVault } from './read-vault.ts';
import { agreeing, counted } from './remarks.ts';

/**
 * `IsBackup`, `IsSave`: our own files, which are opened elsewhere. `NothingRead`: no importer knows the files. `size`
 * and `limit`: bytes.
 */
export type ImportFilesError =
  | ArchiveError
  | { type: 'IsBackup' }
  | { type: 'IsSave' }
  | { type: 'NothingRead' }
  | { type: 'FileTooLarge'; name: string; size: number; limit: number };

/** Largest ZIP, bytes. */
const ZIP_LIMIT = 400_000_000;
/** Largest JSON file, bytes: it is parsed in one piece. */
const JSON_LIMIT = 50_000_000;
/** The share of progress that unpacking takes. */
const UNPACKING_SHARE = 0.4;
/** Skipped files that a remark names. */
const NAMED_FILES = 8;

const NOTE_FILE = /\.(?:md|markdown|txt|html?)$/i;
const DATA_FILE = /\.(?:json|db|ndjson|jsonl)$/i;

/** JSON files sorted by the importer that reads them. */
interface SortedJson {
  foundry: unknown[];
  initiative: unknown[];
  campaigns: ImportedCampaign[];
  calendars: ImportedContent[];
  remarks: string[];
}

const sortJson = async (files: readonly SourceFile[]): Promise<Result<SortedJson, ImportFilesError>> => {
  const sorted: SortedJson = { foundry: [], initiative: [], campaigns: [], calendars: [], remarks: [] };
  for (const file of files) {
    if (file.size > JSON_LIMIT)
      return err({ type: 'FileTooLarge', name: file.path, size: file.size, limit: JSON_LIMIT });
    const text = decodeText(await file.read());
    const root = text === null ? undefined : parseJson(text);
    if (text === null || root === undefined) {
      sorted.remarks.push(`“${file.path}” is no JSON that can be read and was left out.`);
      continue;
    }
    if (isFoundry(root)) sorted.foundry.push(root);
    else if (isInitiative(root)) sorted.initiative.push(root);
    else {
      const calendar = importCalendar(text);
      const campaign = calendar ? null : readCampaignJson(text);
      if (calendar) sorted.calendars.push(calendar);
      else if (campaign?.ok) sorted.campaigns.push(campaign.value);
      else sorted.remarks.push(`“${file.path}” holds nothing that is known here and was left out.`);
    }
  }
  return ok(sorted);
};

/** Reads JSON files of any mix of formats; null if no importer knows any of them. */
const readJsonFiles = async (
  files: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError> | null> => {
  const sorted = await sortJson(files);
  if (!sorted.ok) return sorted;
  const { foundry, initiative, campaigns, calendars, remarks } = sorted.value;
  const parts: ImportedContent[] = [];
  if (foundry.length > 0) {
    const read = await readFoundry(foundry, options);
    if (!read) return err({ type: 'Stopped' });
    parts.push(read);
  }
  if (initiative.length > 0) parts.push(readInitiative(initiative));
  if (campaigns.length > 0) parts.push(importCampaigns(campaigns));
  parts.push(...calendars);
  if (parts.length === 0) return null;
  const merged = mergeContents(parts);
  return ok({ ...merged, remarks: [...merged.remarks, ...remarks] });
};

/** Reads a folder of notes. `data`: the data files in it, which only their own import reads. */
const readNotes = async (
  files: readonly SourceFile[],
  data: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError>> => {
  const read = await readVault(files, options);
  if (!read) return err({ type: 'Stopped' });
  if (read.things.length + read.own.length === 0) return err({ type: 'NothingRead' });
  if (data.length === 0) return ok(read);
  const were = agreeing(data.length, 'was', 'were');
  const them = agreeing(data.length, 'it', 'them');
  const themselves = agreeing(data.length, 'itself', 'themselves');
  const dataFiles = counted(data.length, 'data file');
  const remark = `${dataFiles} among the notes ${were} left out; bring ${them} in by ${themselves}.`;
  return ok({ ...read, remarks: [...read.remarks, remark] });
};

const readFiles = async (
  files: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError>> => {
  if (isKanka(files)) {
    const read = await readKanka(files, options);
    return read ? ok(read) : err({ type: 'Stopped' });
  }
  const [only] = files;
  if (files.length === 1 && only) {
    const own = ownFileOf(only.path, (await only.read()).subarray(0, 4096));
    if (own === 'backup' || own === 'save') return err({ type: own === 'backup' ? 'IsBackup' : 'IsSave' });
  }
  const notes = files.filter((f) => NOTE_FILE.test(f.path));
  const data = files.filter((f) => DATA_FILE.test(f.path));
  if (notes.length === 0 || data.length > notes.length) {
    const read = await readJsonFiles(data, options);
    if (read) return read;
  }
  return notes.length === 0 ? err({ type: 'NothingRead' }) : readNotes(files, data, options);
};

const skippedRemark = (paths: readonly string[]): string => {
  const named = `${paths.slice(0, NAMED_FILES).join(', ')}${paths.length > NAMED_FILES ? ' …' : ''}`;
  return `${counted(paths.length, 'file')} of other kinds ${agreeing(paths.length, 'was', 'were')} left out: ${named}`;
};

/** Reads what was picked: one ZIP, a folder, or files. `onStep` is called with the share done; false stops. */
export const readImport = async (
  name: string,
  picked: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError>> => {
  const onStep = options.onStep ?? (() => true);
  const [only] = picked;
  const zip = picked.length === 1 && only && /\.zip$/i.test(only.path) ? only : null;
  if (zip && zip.size > ZIP_LIMIT) return err({ type: 'FileTooLarge', name, size: zip.size, limit: ZIP_LIMIT });
  const unpacked = zip
    ? await unzip(name, await zip.read(), (share) => onStep(share * UNPACKING_SHARE))
    : ofPicked(name, picked);
  if (!unpacked.ok) return unpacked;
  const { files, passedOver } = unpacked.value;
  const read = await readFiles(files, {
    ...options,
    onStep: (share) => onStep(UNPACKING_SHARE + share * (1 - UNPACKING_SHARE)),
  });
  if (!read.ok || passedOver.length === 0) return read;
  return ok({ ...read.value, remarks: [...read.value.remarks, skippedRemark(passedOver)] });
};
