// The accounts of play among a session's chat messages, as nodes below its notes: never requests and questions.
import { noteOutline, type EntityType, type NoteNode } from '@emberkeep/domain';
import { listChat, type OpenDocument } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { m } from '#messages';

const paragraphOf = (account: string): NoteNode => ({
  type: 'paragraph',
  content: account
    .split('\n')
    .flatMap((line, i): NoteNode[] => [
      ...(i > 0 ? [{ type: 'hardBreak' }] : []),
      ...(line ? [{ type: 'text', text: line }] : []),
    ]),
});

/**
 * What sets the accounts apart from the notes above them. Below a heading they would be part of its scene; where the
 * notes have no headings, one would change how they are read.
 */
const separatorBelow = (notes: readonly NoteNode[]): NoteNode =>
  /^(?:#|\*\*.+\*\*$)/m.test(noteOutline(notes))
    ? {
        type: 'heading',
        attrs: { level: 2 },
        content: [{ type: 'text', text: m.sessionStages_chatAccounts_play_report() }],
      }
    : { type: 'horizontalRule' };

/** A paragraph for each account, set apart from the notes; empty where the chat has none. */
export const accountsOfPlay = async (
  live: LiveCampaign,
  body: OpenDocument,
  notes: readonly NoteNode[],
): Promise<NoteNode[]> => {
  const { accountOfPlay } = await import('@emberkeep/assistant');
  const context = {
    system: live.campaign?.system ?? '',
    previous: '',
    names: live.entities.map(({ id, name, entityType, aliases }) => ({
      id,
      name,
      type: entityType as EntityType, // reason: types that a GM made up count as other, as everywhere in the chat
      aliases,
    })),
  };
  const accounts = listChat(body)
    .filter((message) => message.role === 'user')
    .map((message) => accountOfPlay(message.content, context))
    .filter((account) => account !== '');
  return accounts.length === 0 ? [] : [separatorBelow(notes), ...accounts.map(paragraphOf)];
};
