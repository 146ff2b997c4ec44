// Owns keeping the table document on the relay as the campaign is: written from the allow-list, a little after the last
// change, only by a device that holds everything. The document lies on the relay alone; any GM's device can make it anew.
import type { PlayerView, TimelineEvent } from '@emberkeep/domain';
import { roomOf } from '@emberkeep/domain';
import { campaignOf, readTable, tableView, writeTable, type BodySnapshots, type CampaignDocs } from '@emberkeep/store';
import { createProvider, type Provider } from '@emberkeep/sync';
import * as Y from 'yjs';
import { relaySocket } from '#lib/services/sync/relay-client.ts';

/** Published this long after the last change, ms, and at most so long after the first. */
const QUIET_MS = 1500;
const LONGEST_MS = 10_000;
/** An exchange without an answer is given up, ms. */
const PATIENCE_MS = 20_000;
/** Kinds that no player ever sees. */
const PRIVATE = new Set([
  'suggestion',
  'chatMessage',
  'combatant',
  'encounter',
  'scene',
  'gauge',
  'safety',
  'hook',
  'reconstruct',
  'consequence',
  'decision',
  'inventory',
  'relationship',
  'relationType',
  'entityLog',
  'chapter',
]);

/** Texts that they may see; a key typed into any other moves nothing. */
const OPEN_TEXTS = new Set(['summary', 'description']);

export interface PlayerViewPublisherDeps {
  docs: CampaignDocs;
  token: string;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  /** This device holds every document and every change that the relay has. */
  isComplete(): boolean;
  eventsOf(sessionId: string): Promise<readonly TimelineEvent[]>;
  snapshots: BodySnapshots;
  /** What the relay holds now. */
  onPublished(view: PlayerView | null): void;
}

export interface PlayerViewPublisher {
  /** Something may have changed; also told when this device came to hold everything. */
  wake(): void;
  stop(): void;
}

export const createPlayerViewPublisher = (deps: PlayerViewPublisherDeps): PlayerViewPublisher => {
  const { docs } = deps;
  let held: { doc: Y.Doc; provider: Provider } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstAt = 0;
  let isDue = true;
  let running = false;
  let stopped = false;

  const letGo = (): void => {
    held?.provider.destroy();
    held?.doc.destroy();
    held = null;
  };
  const settled = (provider: Provider): Promise<boolean> =>
    Promise.race([
      provider.settled(),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS)),
    ]);

  /** True when the relay's document is what this device says. */
  const publish = async (): Promise<boolean> => {
    if (!held) {
      const doc = new Y.Doc();
      held = {
        doc,
        provider: createProvider({
          url: relaySocket(deps.relay),
          room: roomOf({ kind: 'table', campaignId: docs.campaignId }),
          doc,
          token: deps.token,
          WebSocketClass: WebSocket,
        }),
      };
      held.provider.connect();
    }
    const { doc, provider } = held;
    // Another GM may have taken something back meanwhile: what is written rests on all that the relay has.
    if (!(await settled(provider))) return false;
    const isOpen = campaignOf(docs)?.isOpenToPlayers ?? false;
    const view = isOpen ? await tableView(docs, deps.eventsOf, deps.snapshots) : null;
    if (stopped || !deps.isComplete()) return false;
    if (writeTable(doc, view) > 0 && !(await settled(provider))) return false;
    deps.onPublished(readTable(doc));
    return isOpen;
  };

  const run = async (): Promise<void> => {
    if (running || stopped || !isDue || !deps.isComplete()) return;
    running = true;
    isDue = false;
    try {
      if (!(await publish())) {
        letGo();
        isDue ||= campaignOf(docs)?.isOpenToPlayers ?? false;
      }
    } catch (error) {
      console.warn('what the players read could not be written', error);
      letGo();
      isDue = true;
    }
    running = false;
    if (isDue) schedule();
  };
  const schedule = (): void => {
    if (stopped) return;
    const now = Date.now();
    if (timer === undefined) firstAt = now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        void run();
      },
      Math.max(0, Math.min(QUIET_MS, firstAt + LONGEST_MS - now)),
    );
  };
  const stopListening = docs.onChange((changes) => {
    if (
      !changes.some((c) => (c.kind === 'note' ? c.fields.some((name) => OPEN_TEXTS.has(name)) : !PRIVATE.has(c.kind)))
    )
      return;
    isDue = true;
    schedule();
  });
  schedule();
  return {
    wake: () => {
      if (isDue && !running) schedule();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      stopListening();
      letGo();
    },
  };
};
