// What the app says about sync: one status for the whole campaign.
import { compareNames } from '@emberkeep/domain';
import type { CampaignDocs } from '@emberkeep/store';
import { presentPeople, type ConnectionState, type PresentPerson } from '@emberkeep/sync';
import type { Attachments } from './attachments.ts';
import type { CatchUpRounds } from './catch-up-rounds.ts';

export interface SyncStatus {
  /** The ledger's connection, which is shown as the campaign's. Null without a relay. */
  connection: ConnectionState | null;
  /** Documents with edits that the relay has not acknowledged. */
  toSend: number;
  /** Documents on the relay that this device does not hold yet. */
  missing: number;
  /**
   * True once the relay's heads were compared and nothing is left to visit; false while that is unknown or under way.
   */
  isComplete: boolean;
  /** Unix ms of the last moment when everything was on the relay's disk; null before the first. */
  syncedAt: number | null;
  people: PresentPerson[];
  /** The relay has a document that players read. */
  hasPlayerView: boolean;
  socketCount: number;
}

export const NO_SYNC: SyncStatus = {
  connection: null,
  toSend: 0,
  missing: 0,
  isComplete: false,
  hasPlayerView: false,
  syncedAt: null,
  people: [],
  socketCount: 0,
};

export interface StatusSources {
  docs: Pick<CampaignDocs, 'queue'>;
  ledgerRoom: string;
  hasRelay: boolean;
  attachments: Attachments;
  rounds: CatchUpRounds;
  isOnline(): boolean;
}

const connectionOf = ({ attachments, ledgerRoom, isOnline }: StatusSources): ConnectionState | null => {
  const state = attachments.get(ledgerRoom)?.provider?.state() ?? null;
  // The stock provider shows "connected" for up to 30 s after the network was lost: the browser notices sooner.
  if (state && state.type !== 'refused' && (attachments.isOffline || !isOnline())) return { type: 'offline' };
  return state;
};

const unsentCount = ({ docs, attachments }: StatusSources): number => {
  const closed = [...attachments.unsentRooms].filter((room) => !attachments.get(room));
  const open = attachments.all.filter(({ document }) => docs.queue.unsentCount(document.room) > 0);
  return closed.length + open.length;
};

/** `syncedAt`: the value of the status before this one. */
export const readStatus = (sources: StatusSources, syncedAt: number | null): SyncStatus => {
  const { attachments, rounds } = sources;
  return {
    connection: connectionOf(sources),
    toSend: sources.hasRelay ? unsentCount(sources) : 0,
    missing: rounds.missing,
    isComplete: rounds.isComplete,
    hasPlayerView: rounds.hasPlayerView,
    syncedAt,
    socketCount: attachments.all.filter(({ provider }) => provider).length,
    people: presentPeople(
      attachments.all.map(({ awareness }) => awareness.getStates()),
      attachments.person.deviceId,
    ).sort((a, b) => compareNames(a.name, b.name)),
  };
};

/** Everything is on the relay's disk, and nothing there is missing here. */
export const isAllSynced = (status: SyncStatus): boolean =>
  status.connection?.type === 'synced' && status.toSend === 0 && status.isComplete;
