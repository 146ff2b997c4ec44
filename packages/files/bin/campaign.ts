// The command `campaign export|import|list|watch`: campaign files on a computer, with a relay or without one. A
// composition root: it joins the relay as a client with the owner's token and wires store, sync and files together.
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { derivedId, loadReadOnly, putRecords, readStored } from '@emberkeep/store';
import { ok, readRoom, type StoredRecord } from '@emberkeep/domain';
import { readBackup } from '../src/read-backup.ts';
import {
  isNoCampaignFile,
  missingSections,
  readCampaignFile,
  recordsOfCampaignFile,
  SAVE_SECTIONS,
  campaignFileOf,
  wholeSave,
  writeCampaignFile,
  type CampaignFileReading,
} from '../src/save/index.ts';
import { CampaignGone, openRelayCampaign, RelayAway, type RelayCampaign } from './relay-campaign.ts';
import { listSaves, saveFolder, writeSaveFile } from './save-folder.ts';

const USAGE = `campaign list                                   lists the campaign files in the folder
campaign export [--relay URL] --token TOKEN     writes a campaign of a relay as [campaign-name].md
campaign export --backup FILE                   writes the campaign of a backup file, without a relay
campaign import FILE                            repairs a campaign file and writes it whole into the folder
campaign import FILE [--relay URL] --token T    imports it into a campaign on a relay; overwrites nothing there,
                                                unless with --files-first
campaign watch [--relay URL] --token TOKEN      keeps the file up to date until stopped [--every SECONDS]; waits for a
                                                relay that is away, and ends when the campaign is gone

The folder is $TTRPG_CAMPAIGNS, else $XDG_DATA_HOME/ttrpg-campaigns, else ~/.local/share/ttrpg-campaigns.
URL and TOKEN are also read from EMBERKEEP_RELAY and EMBERKEEP_TOKEN: other users can see a token on a command line.
--token-file FILE and EMBERKEEP_TOKEN_FILE name a file that contains the token.
TOKEN is the owner's recovery code, as shown in the campaign's settings.`;

const DEFAULT_RELAY = 'http://localhost:8787';
/** Largest file that is read, bytes. */
const MAX_FILE = 200_000_000;
const DEFAULT_WATCH_SECONDS = 10;
const DAY_SECONDS = 86_400;

/** Exit statuses. */
const OK = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** One run of the command. */
interface Run {
  folder: string;
  token: string | undefined;
  relay: string;
  options: {
    backup?: string | undefined;
    every?: string | undefined;
    'files-first'?: boolean | undefined;
  };
  say(line: string): void;
  stop: AbortSignal | undefined;
}

const readFile = (path: string): string => {
  if (statSync(path).size > MAX_FILE) throw new Error(`${path} is larger than 200 MB, so it is not a campaign file.`);
  return readFileSync(path, 'utf8');
};

/** Writes records as a campaign file and gives its path. */
const saveRecords = (folder: string, campaignId: string, records: readonly StoredRecord[]): Promise<string> => {
  const { save } = campaignFileOf(records, Date.now(), campaignId);
  return writeSaveFile(folder, save.name, campaignId, writeCampaignFile(save, records));
};

const saveCampaign = async ({ folder }: Run, campaign: RelayCampaign): Promise<string> =>
  saveRecords(folder, campaign.docs.campaignId, await campaign.records());

const recordsOfBackup = async (
  path: string,
  say: Run['say'],
): Promise<{ campaignId: string; records: StoredRecord[] }> => {
  const read = readBackup(readFile(path));
  if (!read.ok) throw new Error(`${path} is not an Emberkeep backup that can be read.`);
  const { backup, damaged, endsEarly } = read.value;
  if (endsEarly) say('The backup ends early.');
  for (const { part, state, room } of damaged) say(`${state}: ${room || part}`);
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

/** The campaign on the relay, before anything of it was fetched. */
const openCampaign = async ({ token, relay }: Run): Promise<RelayCampaign> => {
  if (!token)
    throw new Error('A token is needed: --token, --token-file or EMBERKEEP_TOKEN, the owner’s recovery code.');
  return openRelayCampaign(relay, token);
};

/** The campaign on the relay, in full. */
const joinCampaign = async (run: Run): Promise<RelayCampaign> => {
  const campaign = await openCampaign(run);
  await campaign.sync();
  return campaign;
};

const list = ({ folder, say }: Run): void => {
  const saves = listSaves(folder);
  for (const { fileName, name, session, lastSaved, isWhole } of saves) {
    const title = `${name}${session === null ? '' : `, session ${session}`}`;
    say([fileName, title, lastSaved || 'no date', ...(isWhole ? [] : ['damaged'])].join('\t'));
  }
  say(saves.length === 0 ? `No campaign file in ${folder}.` : `${saves.length} in ${folder}.`);
};

const exportCampaign = async (run: Run): Promise<void> => {
  const { folder, options, say } = run;
  if (!options.backup) {
    say(await saveCampaign(run, await joinCampaign(run)));
    return;
  }
  const { campaignId, records } = await recordsOfBackup(options.backup, say);
  say(await saveRecords(folder, campaignId, records));
};

const reportReading = (reading: CampaignFileReading, say: Run['say']): void => {
  for (const id of missingSections(reading)) say(`lost: ${SAVE_SECTIONS[id].label}`);
  for (const remark of reading.remarks) say(remark);
  const pieces = reading.lost.length;
  if (pieces > 0) say(`${pieces} piece(s) of text could not be read; see “Missing information” in the campaign.`);
};

/**
 * Writes a repaired campaign file into the folder and gives its path. A file without an id gets one of its words: the
 * same file again is the same campaign, and another one of the same title is another.
 */
const repairFile = (folder: string, text: string, reading: CampaignFileReading): Promise<string> => {
  const { name } = reading.save;
  const campaignId = reading.save.campaignId || derivedId('campaign', name, text);
  const save = { ...wholeSave(reading, derivedId), campaignId };
  const repaired = writeCampaignFile(save, recordsOfCampaignFile(reading, campaignId, derivedId));
  return writeSaveFile(folder, name, campaignId, repaired);
};

const importIntoCampaign = async (run: Run, file: string, reading: CampaignFileReading): Promise<void> => {
  const campaign = await joinCampaign(run);
  const { docs } = campaign;
  const records = recordsOfCampaignFile(reading, docs.campaignId, derivedId, [...readStored(docs.ledger)]);
  const put = await putRecords(docs, records, { from: file, preferFile: run.options['files-first'] ?? false });
  if (!put.ok)
    throw new Error(
      'Nothing was imported: the campaign has not arrived in full, or was written by a newer version of Emberkeep.',
    );
  await campaign.sync();
  const { created, changed, kept, refused } = put.value;
  const leftAlone = refused.length > 0 ? `, ${refused.length} completed session(s) left unchanged` : '';
  run.say(`${created} new, ${changed} changed, ${kept.length} left as they are${leftAlone}.`);
};

const importFile = async (run: Run, file: string): Promise<void> => {
  const text = readFile(file);
  const reading = readCampaignFile(text);
  if (isNoCampaignFile(reading)) throw new Error(`${file} is not a campaign file. Nothing was changed.`);
  reportReading(reading, run.say);
  if (run.token) await importIntoCampaign(run, file, reading);
  else run.say(await repairFile(run.folder, text, reading));
};

/** Resolves after `ms`, or as soon as `stop` is aborted. */
const wait = (ms: number, stop: AbortSignal | undefined): Promise<void> =>
  delay(ms, undefined, stop ? { signal: stop } : {}).catch(() => undefined);

/**
 * Whether a failed round is tried again. A folder that cannot be written is said at the start, and a campaign that is
 * gone ends the command; a relay that is away may be back, and a full disk may have space again.
 */
const isTriedAgain = (error: unknown, hasSaved: boolean): boolean =>
  error instanceof RelayAway || (hasSaved && !(error instanceof CampaignGone));

const watch = async (run: Run): Promise<void> => {
  const { options, say, stop } = run;
  const seconds = Number(options.every ?? DEFAULT_WATCH_SECONDS);
  if (!(seconds >= 1 && seconds <= DAY_SECONDS))
    throw new Error(`--every takes a number of seconds from 1 to ${DAY_SECONDS}.`);
  const campaign = await openCampaign(run);
  let isUnsaved = true;
  let hasSaved = false;
  let trouble = '';
  while (!stop?.aborted) {
    try {
      if ((await campaign.sync()) > 0) isUnsaved = true;
      if (isUnsaved) say(await saveCampaign(run, campaign));
      else if (trouble) say('The relay is back. Nothing has changed.');
      [isUnsaved, hasSaved, trouble] = [false, true, ''];
    } catch (error) {
      if (!isTriedAgain(error, hasSaved)) throw error;
      const { message } = error as Error;
      // A relay may be away for days: said once.
      if (message !== trouble) say(`${message} Trying again every ${seconds} s.`);
      trouble = message;
    }
    await wait(seconds * 1000, stop);
  }
};

/** The token of an option or the environment, or of the file that one of them names. Throws if the file is unreadable. */
const tokenOf = (
  options: { token?: string | undefined; 'token-file'?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const file = options['token-file'] || (options.token ? '' : env['EMBERKEEP_TOKEN_FILE']);
  if (options.token && options['token-file']) throw new Error('Use --token or --token-file, not both.');
  if (!file) return options.token || env['EMBERKEEP_TOKEN'];
  try {
    return readFile(file).trim();
  } catch (error) {
    throw new Error(`The token’s file can’t be read: ${(error as Error).message}`, { cause: error });
  }
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      relay: { type: 'string' },
      token: { type: 'string' },
      'token-file': { type: 'string' },
      backup: { type: 'string' },
      every: { type: 'string' },
      'files-first': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });

/** Runs the verb. False if there is no such verb. */
const runVerb = async (run: Run, [verb, file]: readonly string[]): Promise<boolean> => {
  if (verb === 'list') list(run);
  else if (verb === 'export') await exportCampaign(run);
  else if (verb === 'import' && file) await importFile(run, file);
  else if (verb === 'watch') await watch(run);
  else return false;
  return true;
};

/** Runs one command and gives its exit status. `say` is called with each line of output, errors included. */
export const campaignCommand = async (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
  stop?: AbortSignal,
): Promise<number> => {
  try {
    const { values, positionals } = parse(args);
    const run: Run = {
      folder: saveFolder(env),
      token: tokenOf(values, env),
      relay: values.relay ?? env['EMBERKEEP_RELAY'] ?? DEFAULT_RELAY,
      options: values,
      say,
      stop,
    };
    if (await runVerb(run, positionals)) return OK;
    say(USAGE);
    return values.help ? OK : WRONG_USAGE;
  } catch (error) {
    say((error as Error).message);
    return FAILED;
  }
};
