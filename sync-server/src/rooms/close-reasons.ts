// The reasons that a client is given when its connection is closed. The app shows them to people.
import type { AccessRefusal } from '@emberkeep/sync/wire';

export const ACCESS_REASONS: Record<AccessRefusal, string> = {
  NotLetIn: 'This device has no key to this campaign.',
  Revoked: 'The owner revoked this device’s access.',
  Expired: 'This invitation has expired.',
  Deleted: 'The owner has deleted this campaign.',
  Pending: 'The operator of this server has not approved this campaign yet.',
  Closed: 'This server isn’t accepting new campaigns.',
  Moved: 'The owner has moved this campaign to another server.',
};

/** Longest close reason, characters: a close frame holds 123 bytes. */
export const REASON_MAX = 120;

/** It names the address: older apps show the reason and cannot move by themselves. */
export const movedReason = (address: string): string => {
  const reason = `The owner has moved this campaign to ${address}.`;
  return reason.length <= REASON_MAX ? reason : ACCESS_REASONS.Moved;
};

export const STORAGE_FAILED_REASON = 'The relay cannot store right now. Nothing is lost on this device.';

export const STORAGE_FULL_REASON = 'The relay’s disk is almost full or damaged. Nothing is lost on this device.';
