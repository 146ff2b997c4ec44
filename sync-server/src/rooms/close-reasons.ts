// The reasons that a client is given when its connection is closed. The app shows them to people.
import type { AccessRefusal } from '@emberkeep/sync/wire';

export const ACCESS_REASONS: Record<AccessRefusal, string> = {
  NotLetIn: 'This device has no key to this campaign.',
  Revoked: 'The owner has taken back this device’s access.',
  Expired: 'This invitation has run out.',
  Deleted: 'The owner has deleted this campaign.',
  Pending: 'The operator of this server has not approved this campaign yet.',
  Closed: 'This server takes no new campaigns.',
};

export const STORAGE_FAILED_REASON = 'The relay cannot store right now. Nothing is lost on this device.';
