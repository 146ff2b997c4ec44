// What an operator reads after a command, line by line, and the exit status: 0 if all is well, 1 if not.
import type { Grant } from '../access/access.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import type { RoomFacts } from '../update-log/relay-log.ts';
import type { DoctorReport, Labels, OperatorAnswer, RepairedRoom } from './requests.ts';

export interface Report {
  lines: string[];
  status: 0 | 1;
}

const formatSize = (bytes: number): string => {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
};
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** ISO 8601 in UTC; `?` for a number that is no time: a roster may hold any. */
const isoTime = (ms: number): string => (Number.isNaN(new Date(ms).getTime()) ? '?' : new Date(ms).toISOString());

/** Text that a device chose, without what moves a terminal's cursor or turns its line around. */
const printable = (text: string): string => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '?');

/** An id or a room, with the name of its campaign where an owner lets the operator read it. Columns stay two blanks apart. */
const named = (text: string, campaignId: string | null, labels: Labels): string => {
  const label = campaignId === null ? undefined : labels[campaignId];
  return label === undefined ? text : `${text} “${printable(label)}”`;
};

const roomLine = ({ room, entries, bytes, at }: RoomFacts, labels: Labels): string =>
  [named(room, campaignIdOf(room), labels), count(entries, 'entry', 'entries'), formatSize(bytes), isoTime(at)].join(
    '  ',
  );

const grantState = ({ revokedAt, expiresAt }: Grant): string => {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt < Date.now() ? 'expired' : 'active';
};
const grantLine = (grant: Grant, labels: Labels): string =>
  [
    named(grant.campaignId, grant.campaignId, labels),
    grant.id,
    `${grant.kind} ${grant.role}`,
    grantState(grant),
    isoTime(grant.createdAt).slice(0, 10),
    printable(grant.label),
  ].join('  ');

const repairedLine = (repaired: RepairedRoom): string =>
  repaired.type === 'items'
    ? `REPAIRED ${repaired.room}: ${count(repaired.items, 'item', 'items')} removed; a copy from before is in ${repaired.file}`
    : `REPAIRED ${repaired.room}: ${count(repaired.entries, 'damaged entry', 'damaged entries')} removed; devices send their contents again`;

const WAY_OUT =
  'The database file is damaged. Stop the relay, then restore a backup (relay restore FILE), or keep what can still ' +
  'be read (relay doctor --salvage). Devices upload what is missing.';

const doctorReport = (report: DoctorReport): Report => {
  const { integrity, rooms, entries, bytes, damaged, altered, repaired, source, free } = report;
  const isFileSound = integrity === 'ok' && altered === 0;
  const total = [
    `file: ${integrity}`,
    `${rooms} rooms, ${entries} entries, ${formatSize(bytes)}`,
    `${damaged.length} damaged`,
    ...(altered === 0 ? [] : [`${altered} damaged pictures and earlier versions`]),
    ...(free === null ? [] : [`${formatSize(free)} free`]),
    `checked: ${source}`,
  ];
  return {
    lines: [
      ...repaired.map(repairedLine),
      ...damaged.map(({ room, problem }) => `DAMAGED ${room}: ${problem}`),
      ...(isFileSound ? [] : [WAY_OUT]),
      total.join('; '),
    ],
    status: isFileSound && damaged.length === 0 ? 0 : 1,
  };
};

const backupReport = (backup: Extract<OperatorAnswer, { type: 'backup' }>): Report => {
  const { source, file, files, removed, rooms, campaigns, bytes } = backup;
  const content = [
    rooms === 0
      ? 'it has no campaign yet'
      : `${count(campaigns, 'campaign', 'campaigns')}, ${count(rooms, 'room', 'rooms')}, ${formatSize(bytes)}`,
    ...(files === 0 ? [] : [`${count(files, 'file', 'files')} of certificates and models`]),
  ].join(', ');
  return {
    lines: [
      `${source} is backed up in ${file}: ${content}; read back and checked`,
      ...removed.map((name) => `Removed the older ${name}`),
    ],
    status: 0,
  };
};

export const reportOf = (answer: OperatorAnswer): Report => {
  switch (answer.type) {
    case 'rooms': {
      const { labels = {} } = answer;
      const bytes = answer.rooms.reduce((sum, room) => sum + room.bytes, 0);
      const total = `${answer.rooms.length} rooms, ${formatSize(bytes)}, ${answer.connections} connections`;
      return { lines: [...answer.rooms.map((room) => roomLine(room, labels)), total], status: 0 };
    }
    case 'tokens': {
      const { grants, labels = {} } = answer;
      return { lines: [...grants.map((grant) => grantLine(grant, labels)), `${grants.length} grants`], status: 0 };
    }
    case 'owner': {
      const hint =
        'This code is shown once. In the app, choose “Join a campaign” and paste it: ' +
        'that device becomes an owner of the campaign.';
      return { lines: [answer.code, hint], status: 0 };
    }
    case 'forgotten':
      return { lines: ['Removed. The owner can put the campaign back from their device.'], status: 0 };
    case 'waiting': {
      const { campaigns, labels = {} } = answer;
      return { lines: [...campaigns.map((id) => named(id, id, labels)), `${campaigns.length} waiting`], status: 0 };
    }
    case 'compacted': {
      const { rooms, before, after, failed } = answer;
      const kept = failed.map(({ room, problem }) => `${room} stays as it is: ${problem}`);
      const total = `${rooms} rooms, ${formatSize(before)} before, ${formatSize(after)} now`;
      return { lines: [...kept, total], status: failed.length === 0 ? 0 : 1 };
    }
    case 'doctor':
      return doctorReport(answer.report);
    case 'kept':
      return { lines: [`${count(answer.documents, 'document', 'documents')} kept in the history`], status: 0 };
    case 'copied':
      return { lines: [`A copy of the database is in ${answer.copy}.`], status: 0 };
    case 'backup':
      return backupReport(answer);
    case 'refused':
      return { lines: [answer.reason], status: 1 };
  }
};
