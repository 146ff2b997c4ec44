// Owns one message of the talk at the table (M-297 to M-299): a record of its own in the body of its session.
import { choice, defineRecord, flag, hidden, json, paragraph, type RecordOf } from './fields.ts';

export const CHAT_ROLES = ['user', 'assistant'] as const;
export type ChatRole = (typeof CHAT_ROLES)[number];

/** `order` is the sequence: two GMs who write at once interleave, the earlier id first. */
export const CHAT_MESSAGE = defineRecord({
  kind: 'chatMessage',
  root: 'chat',
  home: 'body',
  label: 'Message',
  plural: 'Messages',
  title: 'content',
  isPacked: true,
  fields: {
    role: choice('gm', 'Who speaks', CHAT_ROLES, 'user'),
    content: paragraph('gm', 'Message'),
    sessionId: hidden('gm', 'Session'),
    campaignId: hidden('gm', 'Campaign'),
    /** The answer broke off: cancelled, or the model went away. */
    isPartial: flag('gm', 'Incomplete', { input: 'hidden' }),
    /** What an answer stands on: ChatCitation, as read by `readCitations`. */
    citations: json('gm', 'Cited', { input: 'hidden' }),
    /** What was offered instead of done: DraftRequest, as read by `readDraftRequests`. */
    offers: json('gm', 'Offered', { input: 'hidden' }),
    /** Which model answered, in words; empty for the rules. */
    engine: hidden('gm', 'Answered by'),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type ChatMessage = RecordOf<typeof CHAT_MESSAGE>;

/** A passage that an answer stands on: enough to lead there, whichever device found it. Fields as in SearchHit. */
export interface ChatCitation {
  kind: string;
  sub: string;
  recordId: string;
  sessionId: string | null;
  entityId: string | null;
  title: string;
}

const CITATIONS_MAX = 6;

/** The citations in any value; what is none is left out. */
export const readCitations = (value: unknown): ChatCitation[] =>
  (Array.isArray(value) ? value.slice(0, CITATIONS_MAX) : []).flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    const { kind, sub, recordId, sessionId, entityId, title } = each as Readonly<Record<string, unknown>>;
    // Ids become part of addresses.
    const id = (raw: unknown): string | null => (typeof raw === 'string' && /^[\w-]{1,80}$/.test(raw) ? raw : null);
    const record = id(recordId);
    if (typeof kind !== 'string' || record === null || typeof title !== 'string') return [];
    return [
      {
        kind,
        recordId: record,
        title: title.slice(0, 200),
        sub: typeof sub === 'string' ? sub : '',
        sessionId: id(sessionId),
        entityId: id(entityId),
      },
    ];
  });
