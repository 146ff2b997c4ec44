// Who may open which room. A refusal carries the close code and the reason that the client gets.
import type { IncomingMessage } from 'node:http';
import { CLOSE, type AccessRefusal } from '@emberkeep/sync/wire';
import type { Access } from '../access/access.ts';
import { ACCESS_REASONS, movedReason, STORAGE_FAILED_REASON } from '../rooms/close-reasons.ts';
import type { Connection } from '../rooms/connection.ts';
import { campaignIdOf, isPlayerViewRoom } from '../rooms/room-names.ts';
import { tokenOf } from './upgrade.ts';

export interface SocketRefusal {
  ok: false;
  code: number;
  reason: string;
}
export type SocketAdmission = { ok: true; member: string; role: Connection['role'] } | SocketRefusal;

export interface AdmissionDeps {
  access: Access;
  /** Any room is open to any client, without a token. */
  isOpenRelay: boolean;
  maxConnections: number;
  maxPerRoom: number;
  connectionCount(): number;
  connectionsInRoom(room: string): number;
  isHealthy(): boolean;
}

/** Rooms of an open relay can have any name of these characters. */
const OPEN_ROOM = /^[\w.~/-]{1,200}$/;

const refuse = (code: number, reason: string): SocketRefusal => ({ ok: false, code, reason });

const refuseAccess = (refusal: AccessRefusal): SocketRefusal =>
  refuse(refusal === 'Deleted' ? CLOSE.deleted : CLOSE.notLetIn, ACCESS_REASONS[refusal]);

export const AWAY = refuse(CLOSE.storageFailed, STORAGE_FAILED_REASON);
export const TOO_MANY = refuse(CLOSE.tooSlow, 'Too many connections from this address.');
const FULL = refuse(CLOSE.tooSlow, 'The relay is full right now.');
const ROOM_FULL = refuse(CLOSE.tooSlow, 'This document is open in too many places.');
const PLAYER_VIEW_ONLY = refuse(CLOSE.notAllowed, 'Players can open the player view only.');
const NO_SUCH_ROOM = refuse(CLOSE.notAllowed, 'This room does not exist.');

/** Returns the function that decides on a request for a room. Rejects when the storage cannot be asked. */
export const createAdmission = (deps: AdmissionDeps) => {
  const { access, isOpenRelay } = deps;

  const admitByToken = async (campaignId: string, room: string, token: string): Promise<SocketAdmission> => {
    const admission = await access.admit(campaignId, token);
    if (admission.movedTo) return refuse(CLOSE.moved, movedReason(admission.movedTo));
    if (!admission.ok) return refuseAccess(admission.refusal);
    const { id, role } = admission.grant;
    return role === 'player' && !isPlayerViewRoom(room) ? PLAYER_VIEW_ONLY : { ok: true, member: id, role };
  };

  return async (request: IncomingMessage, room: string): Promise<SocketAdmission> => {
    if (!deps.isHealthy()) return AWAY;
    if (deps.connectionCount() > deps.maxConnections) return FULL;
    if (deps.connectionsInRoom(room) >= deps.maxPerRoom) return ROOM_FULL;
    const campaignId = campaignIdOf(room);
    const token = tokenOf(request);
    if (campaignId && token) {
      const admission = await admitByToken(campaignId, room, token);
      // A token that is refused does not matter on an open relay; a player's limits do.
      if (admission.ok || admission === PLAYER_VIEW_ONLY || !isOpenRelay) return admission;
    }
    if (isOpenRelay && OPEN_ROOM.test(room)) return { ok: true, member: '', role: 'open' };
    return campaignId ? refuseAccess('NotLetIn') : NO_SUCH_ROOM;
  };
};
