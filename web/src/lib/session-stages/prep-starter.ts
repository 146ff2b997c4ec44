// What an empty prep note is offered to begin with: what was planned at the end of the last session, and the open
// hooks.
import { HOOK, isEmptyNote, type NoteNode } from '@emberkeep/domain';
import { noteName, readNote, type ListedSession } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { HOOKS_HEADING } from '#lib/device/stored-texts.ts';

const bullet = (text: string): NoteNode => ({
  type: 'listItem',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

/** Empty where `previous` planned nothing. */
export const openingFrom = ({ docs, live }: OpenCampaign, previous: ListedSession): NoteNode[] => {
  const planned = readNote(docs.ledger, noteName(previous.id, 'next'));
  if (isEmptyNote(planned)) return [];
  const hooks = live.list(HOOK).filter((h) => !h.isDone);
  if (hooks.length === 0) return planned;
  return [
    ...planned,
    { type: 'heading', attrs: { level: 3 }, content: [{ type: 'text', text: HOOKS_HEADING }] },
    { type: 'bulletList', content: hooks.map((h) => bullet(h.text)) },
  ];
};
