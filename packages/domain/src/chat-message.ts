// Owns one message of the talk at the table (M-297 to M-299): a record of its own in the body of its session.
import { choice, defineRecord, flag, hidden, paragraph, type RecordOf } from './fields.ts';

export const CHAT_ROLES = ['user', 'assistant'] as const;
export type ChatRole = (typeof CHAT_ROLES)[number];

/** `order` is the sequence: two GMs who write at once interleave, the earlier id first. */
export const CHAT_MESSAGE = defineRecord({
  kind: 'chatMessage', root: 'chat', home: 'body', label: 'Message', plural: 'Messages', title: 'content', isPacked: true,
  fields: {
    role: choice('gm', 'Who speaks', CHAT_ROLES, 'user'),
    content: paragraph('gm', 'Message'),
    sessionId: hidden('gm', 'Session'),
    campaignId: hidden('gm', 'Campaign'),
    /** The answer broke off: cancelled, or the model went away. */
    isPartial: flag('gm', 'Incomplete', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type ChatMessage = RecordOf<typeof CHAT_MESSAGE>;
