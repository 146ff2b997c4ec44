// What an operator can ask of a relay, and the answers. They travel over the operator's socket as JSON.
import type { Grant } from '../access/access.ts';
import type { LogHead, RoomFacts } from '../update-log/relay-log.ts';

export type OperatorRequest =
  | { command: 'rooms' }
  | { command: 'tokens'; campaignId?: string; revoke?: string; owner?: boolean }
  | { command: 'approve'; campaignId?: string }
  | { command: 'forget'; campaignId: string }
  | { command: 'compact'; room?: string }
  | { command: 'keep' }
  | { command: 'doctor'; repair?: boolean }
  | { command: 'copy' };

export interface RoomProblem {
  room: string;
  problem: string;
}

/** A room that devices can use again. */
export type RepairedRoom =
  /** Items that no device can apply were taken out; `file`: the room as it was. */
  | { type: 'items'; room: string; items: number; file: string }
  /** Entries that the disk damaged were given up: devices have sent again what was in them. */
  | { type: 'entries'; room: string; entries: number };

export interface DoctorReport {
  /** What the engine says about its files: `ok`, or what is wrong. */
  integrity: string;
  rooms: number;
  entries: number;
  bytes: number;
  /** Rooms whose entries make no complete document. They are served as far as they merge, and never deleted. */
  damaged: RoomProblem[];
  /** Pictures and earlier versions whose bytes are not those that were written. */
  altered: number;
  repaired: RepairedRoom[];
  /** What was checked: a folder, or the host of a Postgres. */
  source: string;
  /** Free space on the data folder's disk, bytes; null if there is no folder. */
  free: number | null;
}

interface CopiedFacts {
  source: string;
  rooms: number;
  campaigns: number;
  bytes: number;
}

/** What owners let the operator read beside their campaigns' ids. A running relay of an earlier version sends none. */
export type Labels = Readonly<Record<string, string>>;

export type OperatorAnswer =
  | { type: 'rooms'; rooms: RoomFacts[]; connections: number; labels?: Labels }
  | { type: 'tokens'; grants: Grant[]; labels?: Labels }
  /** The code is shown once: the relay stores only its hash. */
  | { type: 'owner'; code: string }
  | { type: 'forgotten' }
  | { type: 'waiting'; campaigns: string[]; labels?: Labels }
  | { type: 'compacted'; rooms: number; before: number; after: number; failed: RoomProblem[] }
  | { type: 'kept'; documents: number }
  | { type: 'doctor'; report: DoctorReport }
  /** A copy of the database in the data folder, which whoever asked completes and removes. */
  | (CopiedFacts & { type: 'copied'; dataDir: string; copy: string; expected: LogHead[] })
  | (CopiedFacts & { type: 'backup'; file: string; files: number; removed: string[] })
  | { type: 'refused'; reason: string };

export const refused = (reason: string): OperatorAnswer => ({ type: 'refused', reason });
