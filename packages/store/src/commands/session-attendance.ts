// Who attends a session, and which characters they play.
import type { Result, Session } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { editOpenSession, type SessionMissing } from './edit-session.ts';

/** One player's attendance. A missing part stays as it is. */
export interface Attendance {
  playerId: string;
  attended: boolean;
  arrivedLate?: boolean;
  leftEarly?: boolean;
  characterIds?: readonly string[];
}

type AttendanceSet = 'roster' | 'attended' | 'arrivedLate' | 'leftEarly' | 'played' | 'characters';

/** Who played whom is stored as `<player>:<character>`. */
const pairsOf = (session: Session, playerId: string): string[] =>
  session.played.filter((pair) => pair.startsWith(`${playerId}:`));

/** Writes one player's attendance, inside another command. */
export const writeAttendance = (docs: CampaignDocs, edit: Edit, session: Session, attendance: Attendance): void => {
  const { playerId, attended, arrivedLate, leftEarly, characterIds } = attendance;
  const mark = (set: AttendanceSet, member: string, present: boolean | undefined): void => {
    if (present !== undefined)
      edit.setEntry(docs.ledger, 'session', session.id, set, member, present ? true : undefined);
  };
  mark('roster', playerId, true);
  mark('attended', playerId, attended);
  mark('arrivedLate', playerId, attended ? arrivedLate : false);
  mark('leftEarly', playerId, attended ? leftEarly : false);
  if (!characterIds) return;
  for (const pair of pairsOf(session, playerId))
    if (!characterIds.includes(pair.slice(playerId.length + 1))) mark('played', pair, false);
  for (const characterId of characterIds) {
    mark('played', `${playerId}:${characterId}`, true);
    mark('characters', characterId, true);
  }
};

/** Writes one player's attendance. */
export const setAttendance = (
  docs: CampaignDocs,
  id: string,
  attendance: Attendance,
): Result<void, NotWritable | SessionMissing> =>
  editOpenSession(docs, id, 'Attendance', (edit, session) => writeAttendance(docs, edit, session, attendance));

/** Removes a player who was never expected from a session. */
export const removeFromRoster = (
  docs: CampaignDocs,
  id: string,
  playerId: string,
): Result<void, NotWritable | SessionMissing> =>
  editOpenSession(docs, id, 'Remove from the list', (edit, session) => {
    for (const set of ['roster', 'attended', 'arrivedLate', 'leftEarly'])
      edit.setEntry(docs.ledger, 'session', id, set, playerId, undefined);
    for (const pair of pairsOf(session, playerId)) edit.setEntry(docs.ledger, 'session', id, 'played', pair, undefined);
  });
