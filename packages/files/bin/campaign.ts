// Owns the command `campaign export|import|list|watch`: a campaign's save file on a computer, beside a relay or without one.
// A composition root of its own: it joins the relay as a client with an owner's token; the relay never reads content.
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { derivedId, loadReadOnly, putRecords, readStored } from '@emberkeep/store';
import { ok, readRoom, type StoredRecord } from '@emberkeep/domain';
import { readBackup } from '../src/backup.ts';
import {
  isNoSave,
  missingSections,
  readSave,
  recordsOfSave,
  SAVE_SECTIONS,
  saveOfRecords,
  wholeSave,
  writeSave,
} from '../src/save/index.ts';
import { openRelayCampaign, type RelayCampaign } from './relay-campaign.ts';
import { listSaves, saveFolder, writeSaveFile } from './save-folder.ts';

const USAGE = `campaign list                                   the save files in the folder
campaign export [--relay URL] --token TOKEN     writes a campaign of a relay as [campaign-name].md
campaign export --backup FILE                   the same from a backup file, with no relay
campaign import FILE                            reads a save file, whole or damaged, and keeps it whole in the folder
campaign import FILE [--relay URL] --token T    brings it into a campaign on a relay; nothing there is overwritten [--files-first]
campaign watch [--relay URL] --token TOKEN      keeps the file up to date until it is stopped [--every SECONDS]

The folder is $TTRPG_CAMPAIGNS, else $XDG_DATA_HOME/ttrpg-campaigns, else ~/.local/share/ttrpg-campaigns.
URL and TOKEN are also read from EMBERKEEP_RELAY and EMBERKEEP_TOKEN (a token on a command line is seen by other users).
TOKEN is the owner's recovery code, as the campaign's settings show it.`;

const LARGEST = 200_000_000;

const fileOf = (path: string): string => {
  if (statSync(path).size > LARGEST) throw new Error(`${path} is larger than 200 MB, which no save file is.`);
  return readFileSync(path, 'utf8');
};

const keep = async (folder: string, campaignId: string, records: readonly StoredRecord[]): Promise<string> => {
  const { save } = saveOfRecords(records, Date.now(), campaignId);
  return writeSaveFile(folder, save.name, campaignId, writeSave(save, records));
};

const recordsOfBackup = async (path: string): Promise<{ campaignId: string; records: StoredRecord[] }> => {
  const read = readBackup(fileOf(path));
  if (!read.ok) throw new Error(`${path} is no Emberkeep backup that can be read.`);
  const { backup } = read.value;
  const persistence = {
    load: async (room: string) =>
      ok(backup.documents.filter((d) => d.room === room).map((d, id) => ({ id, bytes: d.bytes, sent: true }))),
  };
  const records: StoredRecord[] = [];
  for (const { room } of backup.documents) {
    const ref = readRoom(room);
    if (!ref || ref.kind === 'table') continue;
    const document = await loadReadOnly(persistence, ref);
    if (!document.ok || !document.value) continue;
    records.push(...readStored(document.value));
    document.value.doc.destroy();
  }
  return { campaignId: backup.campaignId, records };
};

/** Runs one command. `say` gets its lines; gives the exit status. Failures are sentences. */
export const campaignCommand = async (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
  stop?: AbortSignal,
): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        relay: { type: 'string' },
        token: { type: 'string' },
        backup: { type: 'string' },
        every: { type: 'string' },
        'files-first': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const [verb, file] = positionals;
    const folder = saveFolder(env);
    const token = values.token ?? env['EMBERKEEP_TOKEN'];
    const joined = async (): Promise<RelayCampaign> => {
      if (!token) throw new Error('A token is needed: --token or EMBERKEEP_TOKEN, the owner’s recovery code.');
      const campaign = await openRelayCampaign(
        values.relay ?? env['EMBERKEEP_RELAY'] ?? 'http://localhost:8787',
        token,
      );
      await campaign.sync();
      return campaign;
    };
    if (verb === 'list') {
      const saves = listSaves(folder);
      for (const s of saves)
        say(
          `${s.fileName}\t${s.name}${s.session === null ? '' : `, session ${s.session}`}\t${s.lastSaved || 'no date'}${s.isWhole ? '' : '\tdamaged'}`,
        );
      say(saves.length === 0 ? `No save file in ${folder}.` : `${saves.length} in ${folder}.`);
      return 0;
    }
    if (verb === 'export') {
      if (values.backup) {
        const { campaignId, records } = await recordsOfBackup(values.backup);
        say(await keep(folder, campaignId, records));
      } else {
        const campaign = await joined();
        say(await keep(folder, campaign.docs.campaignId, await campaign.records()));
      }
      return 0;
    }
    if (verb === 'import' && file) {
      const reading = readSave(fileOf(file));
      if (isNoSave(reading)) throw new Error(`${file} holds nothing of a campaign save. Nothing was changed.`);
      for (const id of missingSections(reading)) say(`lost: ${SAVE_SECTIONS[id].label}`);
      for (const remark of reading.remarks) say(remark);
      if (reading.lost.length > 0)
        say(`${reading.lost.length} piece(s) of text could not be read; they are kept under “To reconstruct”.`);
      if (!token) {
        const campaignId = reading.save.campaignId || derivedId('campaign', reading.save.name);
        say(
          await writeSaveFile(
            folder,
            reading.save.name,
            campaignId,
            writeSave({ ...wholeSave(reading, derivedId), campaignId }, recordsOfSave(reading, campaignId, derivedId)),
          ),
        );
        return 0;
      }
      const campaign = await joined();
      const here = [...readStored(campaign.docs.ledger)];
      const put = await putRecords(campaign.docs, recordsOfSave(reading, campaign.docs.campaignId, derivedId, here), {
        from: file,
        filesFirst: values['files-first'] ?? false,
      });
      if (!put.ok)
        throw new Error('The campaign took nothing: it has not arrived in full, or was written by a newer Emberkeep.');
      await campaign.sync();
      say(
        `${put.value.created} new, ${put.value.changed} changed, ${put.value.kept.length} kept as they were${put.value.refused.length > 0 ? `, ${put.value.refused.length} completed session(s) left alone` : ''}.`,
      );
      return 0;
    }
    if (verb === 'watch') {
      const seconds = Number(values.every ?? 10);
      if (!(seconds >= 1 && seconds <= 86_400)) throw new Error('--every takes whole seconds, from 1 to 86400.');
      const every = seconds * 1000;
      const campaign = await joined();
      say(await keep(folder, campaign.docs.campaignId, await campaign.records()));
      while (!stop?.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, every);
          stop?.addEventListener(
            'abort',
            () => {
              clearTimeout(timer);
              resolve();
            },
            { once: true },
          );
        });
        if (stop?.aborted) break;
        try {
          if ((await campaign.sync()) > 0) say(await keep(folder, campaign.docs.campaignId, await campaign.records()));
        } catch (error) {
          // A relay that is away comes back; the file stays as it is.
          say((error as Error).message);
        }
      }
      return 0;
    }
    say(USAGE);
    return values.help ? 0 : 2;
  } catch (error) {
    say((error as Error).message);
    return 1;
  }
};
