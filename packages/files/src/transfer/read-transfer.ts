// Owns finding out whose files were picked, and reading them with the reader that knows them. In: files. Out: what will arrive,
// or a reason in a type. Writes nothing.
import { err, ok, type Result } from '@emberkeep/domain';
import { readFantasyCalendar } from '../fantasy-calendar.ts';
import { readCampaignJson } from '../import-campaign.ts';
import { decodeText } from '../import-file.ts';
import { ofPicked, unzip, type ArchiveError, type SourceFile } from './archive.ts';
import { emptyForeign, type Foreign } from './foreign.ts';
import { parseJson } from '../json.ts';
import { ownFileOf } from '../own-file.ts';
import { isFoundry, readFoundry } from './read-foundry.ts';
import { isInitiative, readInitiative } from './read-initiative.ts';
import { isKanka, readKanka } from './read-kanka.ts';
import { readVault, type VaultOptions } from './read-vault.ts';

/** `IsBackup`, `IsSave`: our own files, which are opened elsewhere. `NothingRead`: the files hold nothing that any reader knows. */
export type TransferError =
  | ArchiveError
  | { type: 'IsBackup' }
  | { type: 'IsSave' }
  | { type: 'NothingRead' }
  | { type: 'FileTooLarge'; name: string; size: number; limit: number };

/** Largest ZIP, bytes. */
const ZIP_LIMIT = 400_000_000;
/** Largest JSON that is read in one piece, bytes. */
const JSON_LIMIT = 50_000_000;

const oneJson = async (
  files: readonly SourceFile[],
  options: VaultOptions,
): Promise<Result<Foreign, TransferError> | null> => {
  const roots: unknown[] = [];
  const remarks: string[] = [];
  let older: Foreign['older'] = null;
  let calendar: Foreign['calendar'] = null;
  for (const file of files) {
    if (file.size > JSON_LIMIT)
      return err({ type: 'FileTooLarge', name: file.path, size: file.size, limit: JSON_LIMIT });
    const text = decodeText(await file.read());
    const root = text === null ? undefined : parseJson(text);
    if (text === null || root === undefined) {
      remarks.push(`“${file.path}” is no JSON that can be read and was left out.`);
      continue;
    }
    if (isFoundry(root) || isInitiative(root)) {
      roots.push(root);
      continue;
    }
    const dated = readFantasyCalendar(text);
    const campaign = dated.ok ? null : readCampaignJson(text);
    if (dated.ok) calendar = dated.value.calendar;
    else if (campaign?.ok)
      older = older
        ? {
            factions: [...older.factions, ...campaign.value.factions],
            sessions: [...older.sessions, ...campaign.value.sessions],
            remarks: [...older.remarks, ...campaign.value.remarks],
          }
        : campaign.value;
    else remarks.push(`“${file.path}” holds nothing that is known here and was left out.`);
  }
  const foundry = roots.filter(isFoundry);
  const blocks = roots.filter((r) => !isFoundry(r));
  const parts: Foreign[] = [];
  if (foundry.length > 0) {
    const read = await readFoundry(foundry, options);
    if (!read) return err({ type: 'Stopped' });
    parts.push(read);
  }
  if (blocks.length > 0) parts.push(readInitiative(blocks));
  if (parts.length === 0 && !older && !calendar) return null;
  const label = [
    ...parts.map((p) => p.label),
    ...(older ? ['Campaign JSON'] : []),
    ...(calendar ? ['Fantasy-Calendar'] : []),
  ].join(', ');
  return ok({
    ...emptyForeign(label, parts[0]?.format ?? 'json'),
    older,
    calendar,
    // Sources of two programs do not meet: each carries its own word.
    things: parts.flatMap((p) => p.things),
    ties: parts.flatMap((p) => p.ties),
    remarks: [...parts.flatMap((p) => p.remarks), ...(older?.remarks ?? []), ...remarks],
  });
};

/** Reads what was picked: one ZIP, a folder, or files. `onStep` hears the share that is done; false stops. */
export const readTransfer = async (
  name: string,
  picked: readonly SourceFile[],
  options: VaultOptions,
): Promise<Result<Foreign, TransferError>> => {
  const step = options.onStep ?? (() => true);
  const isZip = picked.length === 1 && /\.zip$/i.test(picked[0]!.path);
  if (isZip && picked[0]!.size > ZIP_LIMIT)
    return err({ type: 'FileTooLarge', name, size: picked[0]!.size, limit: ZIP_LIMIT });
  const unpacked = isZip
    ? await unzip(name, await picked[0]!.read(), (share) => step(share * 0.4))
    : ofPicked(name, picked);
  if (!unpacked.ok) return unpacked;
  const { files, passedOver } = unpacked.value;
  const rest: VaultOptions = { ...options, onStep: (share) => step(0.4 + share * 0.6) };
  const aside =
    passedOver.length === 0
      ? []
      : [
          `${passedOver.length} file${passedOver.length === 1 ? '' : 's'} of other kinds ${passedOver.length === 1 ? 'was' : 'were'} left out: ${passedOver.slice(0, 8).join(', ')}${passedOver.length > 8 ? ' …' : ''}`,
        ];
  const withAside = (foreign: Foreign): Foreign => ({ ...foreign, remarks: [...foreign.remarks, ...aside] });
  if (isKanka(files)) {
    const read = await readKanka(files, rest);
    return read ? ok(withAside(read)) : err({ type: 'Stopped' });
  }
  const notes = files.filter((f) => /\.(?:md|markdown|txt|html?)$/i.test(f.path));
  const data = files.filter((f) => /\.(?:json|db|ndjson|jsonl)$/i.test(f.path));
  const [only] = files;
  if (files.length === 1 && only) {
    const own = ownFileOf(only.path, (await only.read()).subarray(0, 4096));
    if (own === 'backup' || own === 'save') return err({ type: own === 'backup' ? 'IsBackup' : 'IsSave' });
  }
  if (notes.length === 0 || data.length > notes.length) {
    const read = await oneJson(data, rest);
    if (read) return read.ok ? ok(withAside(read.value)) : read;
  }
  if (notes.length === 0) return err({ type: 'NothingRead' });
  const read = await readVault(files, rest);
  if (!read) return err({ type: 'Stopped' });
  const left =
    data.length > 0
      ? [
          `${data.length} data file${data.length === 1 ? '' : 's'} among the notes ${data.length === 1 ? 'was' : 'were'} left out; bring ${data.length === 1 ? 'it' : 'them'} in by ${data.length === 1 ? 'itself' : 'themselves'}.`,
        ]
      : [];
  return read.things.length + read.own.length === 0
    ? err({ type: 'NothingRead' })
    : ok(withAside({ ...read, remarks: [...read.remarks, ...left] }));
};
