// Names what a backup lacks, so that a GM knows which session to look for elsewhere.
import { readRoom, type StoredRecord } from '@emberkeep/domain';
import type { BackupDamage } from '@emberkeep/files';
import { m } from '#messages';

/** A part of a backup that is not restored. `slow`: a document that takes too long to open on this device. */
export type DamagedPart = BackupDamage | { part: 'document'; state: 'slow'; room: string };

/** Digits of an id that tell two sessions of a campaign apart. */
const ID_DIGITS = 6;

type Sessions = ReadonlyMap<string, StoredRecord>;

const sessionName = (id: string, sessions: Sessions): string => {
  const session = sessions.get(id);
  if (!session) return m.services_backups_damageWords_unknown_session({ id: id.slice(-ID_DIGITS) });
  const { number, title } = session.keys;
  return m.services_backups_damageWords_session({
    number: String(number ?? '?'),
    title: typeof title === 'string' && title !== '' ? ` “${title}”` : '',
  });
};

const documentName = (room: string, sessions: Sessions): string => {
  const ref = readRoom(room);
  if (!ref) return m.services_backups_damageWords_a_document_without_a_name();
  if (ref.kind === 'session') return sessionName(ref.sessionId, sessions);
  return ref.kind === 'ledger' ? m.services_backups_damageWords_ledger() : m.services_backups_damageWords_player_view();
};

const withState = (name: string, state: DamagedPart['state']): string => {
  if (state === 'slow') return m.services_backups_damageWords_slow({ name });
  return state === 'damaged'
    ? m.services_backups_damageWords_damaged({ name })
    : m.services_backups_damageWords_missing({ name });
};

/** A line for each part that is not restored. `records`: those that could be read, for the titles of sessions. */
export const damageWords = (damaged: readonly DamagedPart[], records: readonly StoredRecord[]): string[] => {
  const sessions = new Map(records.flatMap((each) => (each.kind === 'session' ? [[each.id, each] as const] : [])));
  const pictures = (state: BackupDamage['state']): string[] => {
    const count = damaged.filter((each) => each.part === 'picture' && each.state === state).length;
    return count > 0 ? [withState(m.services_backups_damageWords_pictures({ count }), state)] : [];
  };
  return [
    ...damaged.filter(({ part }) => part === 'details').map(() => m.services_backups_damageWords_details()),
    ...damaged.flatMap(({ part, room, state }) =>
      part === 'document' ? [withState(documentName(room, sessions), state)] : [],
    ),
    ...pictures('damaged'),
    ...pictures('missing'),
    ...damaged.flatMap(({ part, state }) =>
      part === 'readable' ? [withState(m.services_backups_damageWords_readable(), state)] : [],
    ),
  ];
};

/** The documents that could not be opened, for {@link damageWords}. */
export const partsLeftOut = ({ unreadable, slow }: { unreadable: string[]; slow: string[] }): DamagedPart[] => [
  ...unreadable.map((room) => ({ part: 'document', state: 'damaged', room }) as const),
  ...slow.map((room) => ({ part: 'document', state: 'slow', room }) as const),
];
