// The operator's command line: its usage, and what the typed arguments ask for.
import { resolve } from 'node:path';
import type { BackupOptions } from './make-backup.ts';
import type { OperatorRequest } from './requests.ts';

export const USAGE = `Commands (while the relay runs, or on its folder when it does not):
  relay rooms                       every room: entries, size, last change
  relay tokens [CAMPAIGN]           who has access
  relay tokens --revoke GRANT       revokes access; open connections close
  relay tokens --owner CAMPAIGN     a new recovery code for an owner who lost theirs; shown once
  relay approve [CAMPAIGN]          approves a new campaign when INVITE_MODE=approval; without one: lists those waiting
  relay forget CAMPAIGN             removes a campaign that someone else uploaded; its owner's device can upload it again
  relay compact [ROOM]              merges rooms that have many entries
  relay keep                        keeps a version of every changed document in the history now, not at the next hour
  relay doctor                      checks the file, every entry and every document
  relay doctor --repair             also removes items that no device can apply; keeps the room as it was in a file
  relay doctor --salvage            builds a database from what can be read of a damaged one, and keeps the damaged one
                                    beside it; the relay must be stopped
  relay backup FOLDER               one file with everything, read back and checked, made while the relay runs
    [--keep N] [--minutes N]        keeps only the newest N backups in the folder; stops after N minutes (60)
  relay restore FILE                restores a backup; the relay must be stopped; existing data is set aside
                                    (with DATABASE_URL: into that database, which must be empty)
  relay health                      asks the running relay whether it works; for container health checks
  relay --version                   the version of this relay
  relay --check-config              says whether the relay would start with this configuration
  relay --print-config              shows the configuration, without secrets`;

/** At most one argument. */
const optional = (args: readonly string[]): boolean => args.length <= 1;

const parseTokens = ([first, second, ...more]: readonly string[]): OperatorRequest | null => {
  const command = 'tokens';
  switch (first) {
    case undefined:
      return { command };
    case '--revoke':
      return second ? { command, revoke: second } : null;
    case '--owner':
      return second ? { command, owner: true, campaignId: second } : null;
    default:
      return second === undefined && more.length === 0 ? { command, campaignId: first } : null;
  }
};

/** Null for anything that is not a command. */
export const parseCommand = ([command, ...args]: readonly string[]): OperatorRequest | null => {
  const [first] = args;
  switch (command) {
    case 'rooms':
    case 'keep':
      return args.length === 0 ? { command } : null;
    case 'doctor':
      if (args.length === 0) return { command };
      return first === '--repair' && optional(args) ? { command, repair: true } : null;
    case 'approve':
      return optional(args) ? { command, ...(first ? { campaignId: first } : {}) } : null;
    case 'forget':
      return first !== undefined && optional(args) ? { command, campaignId: first } : null;
    case 'compact':
      return optional(args) ? { command, ...(first ? { room: first } : {}) } : null;
    case 'tokens':
      return parseTokens(args);
    default:
      return null;
  }
};

const DEFAULT_MINUTES = 60;

/** Null if the arguments are not those of a backup. */
export const parseBackup = ([command, folder, ...options]: readonly string[]): BackupOptions | null => {
  if (command !== 'backup' || folder === undefined || folder.startsWith('--')) return null;
  const numbers = new Map<string, number>();
  for (let i = 0; i < options.length; i += 2) {
    const [name, value] = [options[i]!, Number(options[i + 1])];
    if (!['--keep', '--minutes'].includes(name) || !Number.isInteger(value) || value < 1) return null;
    numbers.set(name, value);
  }
  return {
    folder: resolve(folder),
    keep: numbers.get('--keep') ?? null,
    limitMs: (numbers.get('--minutes') ?? DEFAULT_MINUTES) * 60_000,
  };
};
