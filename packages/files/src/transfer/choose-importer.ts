// Finds out which tool the picked files come from and reads them with its importer. Writes nothing.
import { err, ok, plural, pluralWord, type Result } from '@emberkeep/domain';
import { readCampaignJson, type ImportedCampaign } from '../campaign-import/index.ts';
import { decodeText } from '../decode-text.ts';
import { parseJson } from '../json.ts';
import { ownFileOf } from '../own-file.ts';
import { ofPicked, unzip, type ArchiveError, type SourceFile } from './archive.ts';
import { mergeContents, type ImportedContent } from './imported-content.ts';
import type { ImportOptions } from './importer.ts';
import { importCalendar, importCampaigns } from './campaign-content.ts';
import { isFoundry, readFoundry } from './read-foundry.ts';
import { isInitiative, readInitiative } from './read-improved-initiative.ts';
import { isKanka, readKanka } from './read-kanka.ts';
import { readVault } from './read-vault.ts';

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
      sorted.remarks.push(`“${file.path}” is not readable JSON and was left out.`);
      continue;
    }
    if (isFoundry(root)) sorted.foundry.push(root);
    else if (isInitiative(root)) sorted.initiative.push(root);
    else {
      const calendar = importCalendar(text);
      const campaign = calendar ? null : readCampaignJson(text);
      if (calendar) sorted.calendars.push(calendar);
      else if (campaign?.ok) sorted.campaigns.push(campaign.value);
      else sorted.remarks.push(`“${file.path}” holds nothing Emberkeep can import and was left out.`);
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

const readNotes = async (
  files: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError>> => {
  const read = await readVault(files, options);
  if (!read) return err({ type: 'Stopped' });
  // A folder of templates alone is offered, though nothing of it is read unless it is chosen.
  const hasAny = read.things.length + read.own.length + read.asideFolders.length > 0;
  return hasAny ? ok(read) : err({ type: 'NothingRead' });
};

/** Each read takes its share of the progress, in turn. */
const shareOf = ({ onStep, ...options }: ImportOptions, part: number, parts: number): ImportOptions => ({
  ...options,
  ...(onStep ? { onStep: (share: number) => onStep((part + share) / parts) } : {}),
});

/** A folder of notes may have data files too, and the other way round: all of them are read. */
const readNotesAndData = async (
  files: readonly SourceFile[],
  notes: readonly SourceFile[],
  data: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError>> => {
  if (data.length === 0) return readNotes(files, options);
  const fromData = await readJsonFiles(data, shareOf(options, 0, 2));
  if (notes.length === 0) return fromData ?? err({ type: 'NothingRead' });
  if (fromData && !fromData.ok && fromData.error.type === 'Stopped') return fromData;
  const withoutData = files.filter((file) => !data.includes(file));
  const fromNotes = await readNotes(withoutData, shareOf(options, 1, 2));
  if (!fromNotes.ok) return fromData?.ok && fromNotes.error.type === 'NothingRead' ? fromData : fromNotes;
  if (fromData?.ok) return ok(mergeContents([fromNotes.value, fromData.value]));
  const holds = pluralWord(data.length, 'holds', 'hold');
  const remark = `${plural(data.length, 'data file')} among the notes ${holds} nothing that can be read here.`;
  return ok({ ...fromNotes.value, remarks: [...fromNotes.value.remarks, remark] });
};

const readFiles = async (
  files: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<ImportedContent, ImportFilesError>> => {
  const notes = files.filter((f) => NOTE_FILE.test(f.path));
  if (isKanka(files)) {
    const read = await readKanka(files, shareOf(options, 0, notes.length > 0 ? 2 : 1));
    if (!read) return err({ type: 'Stopped' });
    const fromNotes = notes.length > 0 ? await readNotes(notes, shareOf(options, 1, 2)) : null;
    return ok(fromNotes?.ok ? mergeContents([read, fromNotes.value]) : read);
  }
  const [only] = files;
  if (files.length === 1 && only) {
    const own = ownFileOf(only.path, (await only.read()).subarray(0, 4096));
    if (own === 'backup' || own === 'save') return err({ type: own === 'backup' ? 'IsBackup' : 'IsSave' });
  }
  const data = files.filter((f) => DATA_FILE.test(f.path));
  return readNotesAndData(files, notes, data, options);
};

/** The outermost folder of a program's settings that a file is in, such as `.obsidian`; null for any other file. */
const programFolderOf = (path: string): string | null => {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((folder) => /^(?:\.|node_modules$)/.test(folder));
  return at === -1 ? null : folders.slice(0, at + 1).join('/');
};

const skippedRemarks = (paths: readonly string[]): string[] => {
  const remarks: string[] = [];
  const counts = new Map<string, number>();
  const others: string[] = [];
  for (const path of paths) {
    const folder = programFolderOf(path);
    if (folder === null) others.push(path);
    else counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  if (counts.size > 0) {
    const folders = [...counts].map(([folder, count]) => `“${folder}” (${plural(count, 'file')})`);
    remarks.push(`Settings and plugins of other programs were left out: ${folders.join(', ')}.`);
  }
  if (others.length > 0) {
    const named = `${others.slice(0, NAMED_FILES).join(', ')}${others.length > NAMED_FILES ? ' …' : ''}`;
    const were = pluralWord(others.length, 'was', 'were');
    remarks.push(`${plural(others.length, 'file')} of other kinds ${were} left out: ${named}`);
  }
  return remarks;
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
  const { files, passedOver, damage } = unpacked.value;
  const read = await readFiles(files, {
    ...options,
    onStep: (share) => onStep(UNPACKING_SHARE + share * (1 - UNPACKING_SHARE)),
  });
  if (!read.ok || (passedOver.length === 0 && damage === '')) return read;
  return ok({ ...read.value, damage, remarks: [...read.value.remarks, ...skippedRemarks(passedOver)] });
};
