// Messages of the assistant's chat: one record each, saved like everything else.
import {
  byOrder,
  CHAT_MESSAGE,
  err,
  orderBetween,
  type ChatRole,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { homeOf } from '../session-of-body.ts';
import { listRecords, type Listed } from './read-records.ts';
import type { Refused } from './record-input.ts';
import { createRecord } from './records.ts';

/** The messages in order; those that two GMs wrote at once are ordered by id (M-299). */
export const listChat = (body: OpenDocument): Listed<typeof CHAT_MESSAGE>[] =>
  [...listRecords(body, CHAT_MESSAGE)].sort(byOrder);

export const addChatMessage = (
  docs: CampaignDocs,
  body: OpenDocument,
  message: Pick<RecordInput<typeof CHAT_MESSAGE>, 'isPartial' | 'citations' | 'offers' | 'engine'> & {
    role: ChatRole;
    content: string;
  },
): Result<string, Refused> => {
  if (message.content.trim() === '') return err({ type: 'NameMissing' });
  return createRecord(
    docs,
    body,
    CHAT_MESSAGE,
    { ...message, ...homeOf(docs, body), order: orderBetween(listChat(body).at(-1)?.order ?? null, null) },
    { label: 'Add message' },
  );
};
