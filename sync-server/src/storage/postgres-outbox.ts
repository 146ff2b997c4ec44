// Messages to the other nodes, gathered for a moment and sent as notices. They may be lost.
import type { NodeMessage } from './nodes.ts';
import type { Query } from './postgres-pool.ts';

export const CHANNEL = 'emberkeep';
/** Longest notice, bytes: Postgres carries 8,000. */
const NOTICE_MAX = 7800;
const GATHER_MS = 30;

const SEND = `
  SELECT pg_notify($1, notice)
  FROM unnest($2::text[]) AS notice
`;

/** The message as notices. Presence of many clients is split; of one client that is too large, it is left out. */
const toNotices = (node: string, message: NodeMessage): string[] => {
  const notice = JSON.stringify({ from: node, message });
  if (Buffer.byteLength(notice) <= NOTICE_MAX) return [notice];
  if (message.type !== 'presence' || message.entries.length < 2) return [];
  const half = message.entries.length >> 1;
  return [message.entries.slice(0, half), message.entries.slice(half)].flatMap((entries) =>
    toNotices(node, { ...message, entries }),
  );
};

export interface Outbox {
  tell(message: NodeMessage): void;
  /** Sends what is waiting. */
  flush(): Promise<void>;
}

export const createOutbox = (node: string, query: Query): Outbox => {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const notices = waiting;
    waiting = [];
    // reason: no message must arrive
    if (notices.length > 0) await query(SEND, [CHANNEL, notices]).catch(() => undefined);
  };
  return {
    tell: (message) => {
      const notices = toNotices(node, message);
      if (notices.length === 0) return;
      waiting.push(...notices);
      timer ??= setTimeout(() => void flush(), GATHER_MS);
    },
    flush,
  };
};
