// Chat messages with the assistant (M-297 to M-299). Each is a record in the body of its session.
import { choice, flag, hidden, json, paragraph } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { textOr } from './values.ts';

export const CHAT_ROLES = ['user', 'assistant'] as const;
export type ChatRole = (typeof CHAT_ROLES)[number];

/** Messages sort by `order`, then by id, so that the messages of two GMs who write at once interleave the same way. */
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
    /** The answer is incomplete: it was cancelled, or the model failed. */
    isPartial: flag('gm', 'Incomplete', { input: 'hidden' }),
    /** The sources of an answer: ChatCitation[], read by `readCitations`. */
    citations: json('gm', 'Cited', { input: 'hidden' }),
    /** The drafts that an answer offers: DraftRequest[], read by `readDraftRequests`. */
    offers: json('gm', 'Offered', { input: 'hidden' }),
    /** The model that answered, in words; empty for built-in answers. */
    engine: hidden('gm', 'Answered by'),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type ChatMessage = RecordOf<typeof CHAT_MESSAGE>;

/** A passage that an answer cites, with what any device needs to open it. Fields as in SearchHit. */
export interface ChatCitation {
  kind: string;
  sub: string;
  recordId: string;
  sessionId: string | null;
  entityId: string | null;
  title: string;
}

const CITATIONS_MAX = 6;

const MAX_TITLE = 200;

/** The value if it is safe in an address; otherwise null. */
const readId = (value: unknown): string | null =>
  typeof value === 'string' && /^[\w-]{1,80}$/.test(value) ? value : null;

const readCitation = (value: unknown): ChatCitation | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, sub, recordId, sessionId, entityId, title } = value as Readonly<Record<string, unknown>>;
  const id = readId(recordId);
  if (typeof kind !== 'string' || id === null || typeof title !== 'string') return null;
  return {
    kind,
    recordId: id,
    title: title.slice(0, MAX_TITLE),
    sub: textOr(sub, ''),
    sessionId: readId(sessionId),
    entityId: readId(entityId),
  };
};

/** The citations in any value, at most six. Values that are not citations are left out. */
export const readCitations = (value: unknown): ChatCitation[] =>
  Array.isArray(value) ? value.slice(0, CITATIONS_MAX).flatMap((each: unknown) => readCitation(each) ?? []) : [];
