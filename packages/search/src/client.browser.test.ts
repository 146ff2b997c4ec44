// Shows that a page outlives the moment in which the index moves to another tab while PGlite has a question of its own
// on the way. The leading tab is played by the test; locks, channels and workers are the browser's.
import { expect, it } from 'vitest';
import { connectIndex } from './client.ts';

const INDEX = 'moving';

/** A worker as PGlite's of a tab that does not lead: it tells its page that it stands, and waits. */
const followingWorker = (): Worker =>
  new Worker(
    URL.createObjectURL(
      new Blob([
        `postMessage({ type: 'here' });
         addEventListener('message', ({ data }) => data.type === 'init' && postMessage({ type: 'ready', id: data.options.id }));`,
      ]),
    ),
  );

interface LeaderPlayed {
  /** Methods that were asked of this leader, in order. */
  asked: string[];
  /** Resolves when this method was asked once more. */
  untilAsked(method: string): Promise<void>;
  close(): void;
}

/** A leading tab that connects every tab and answers none of its questions. */
const playLeader = (indexName: string): LeaderPlayed => {
  const asked: string[] = [];
  const channels = [new BroadcastChannel(`pglite-broadcast:${indexName}`)];
  const waiting = new Map<string, () => void>();
  channels[0]!.onmessage = ({ data }) => {
    if (data.type !== 'tab-here' || channels.length > 1) return;
    const tab = new BroadcastChannel(`pglite-tab:${data.id}`);
    channels.push(tab);
    tab.onmessage = ({ data: call }) => {
      if (call.type !== 'rpc-call') return;
      asked.push(call.method);
      waiting.get(call.method)?.();
    };
    tab.postMessage({ type: 'connected' });
  };
  channels[0]!.postMessage({ type: 'leader-here', id: indexName });
  return {
    asked,
    untilAsked: (method) => new Promise((resolve) => waiting.set(method, resolve)),
    close: () => channels.forEach((channel) => channel.close()),
  };
};

it('throws nothing in the page when the leader goes before it answered, and asks the next one again', async () => {
  const uncaught: unknown[] = [];
  const onRejection = (event: PromiseRejectionEvent): void => {
    if (!event.defaultPrevented) uncaught.push(event.reason);
  };
  const ids = { next: 0 };
  const first = playLeader(`${INDEX}:3`);
  const connecting = connectIndex(
    followingWorker(),
    INDEX,
    {},
    {
      openChannel: (name) => new BroadcastChannel(name),
      newId: () => String((ids.next += 1)),
      later: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
  );
  window.addEventListener('unhandledrejection', onRejection);
  try {
    const connection = await connecting;
    const isRejected = expect(connection.exec('SELECT 1')).rejects.toThrow('Leader changed');
    await first.untilAsked('_acquireTransactionLock');
    first.close();
    const second = playLeader(`${INDEX}:3`);
    await second.untilAsked('_acquireTransactionLock');
    await isRejected;
    expect(first.asked).toContain('getDebugLevel');
    expect(second.asked).toContain('getDebugLevel');
    second.close();
    await connection.close();
    // A rejection is reported at the end of its task, so all of them were by now.
    await new Promise((resolve) => setTimeout(resolve));
    expect(uncaught).toEqual([]);
  } finally {
    window.removeEventListener('unhandledrejection', onRejection);
  }
});
