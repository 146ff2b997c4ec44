// Reads a chat message for drawing: which names it mentions, and which relationships are between them. Works on plain
// text, whoever wrote it.
import { appendTo, findMentions, strongestTone, type Tone } from '@emberkeep/domain';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

type LiveCampaign = OpenCampaign['live'];

export interface MessagePart {
  text: string;
  /** The entity that this text names; null for other text. */
  id: string | null;
}

export interface NamedRelationship {
  from: { id: string; name: string };
  to: { id: string; name: string };
  /** How it is called: "works for". */
  relation: string;
  tone: Tone;
}

export const messageParts = (content: string, names: LiveCampaign['names']): MessagePart[] => {
  const parts: MessagePart[] = [];
  let at = 0;
  for (const { start, end, ids } of findMentions(content, names)) {
    if (start > at) parts.push({ text: content.slice(at, start), id: null });
    parts.push({ text: content.slice(start, end), id: ids[0] ?? null });
    at = end;
  }
  return [...parts, { text: content.slice(at), id: null }];
};

/** Relationships between the named entities, one for each pair: of several, the one with the strongest tone. */
export const relationshipsAmong = (ids: ReadonlySet<string>, live: LiveCampaign): NamedRelationship[] => {
  const pairs = new Map<string, LiveCampaign['relationships'][number][]>();
  for (const relationship of live.relationships) {
    const { fromId, toId } = relationship;
    if (!ids.has(fromId) || !ids.has(toId)) continue;
    appendTo(pairs, [fromId, toId].sort().join(' '), relationship);
  }
  const named = (id: string): NamedRelationship['from'] => ({ id, name: live.entity(id)?.name ?? '' });
  return [...pairs.values()].map((between) => {
    const tone = strongestTone(between.map((each) => each.tone));
    const shown = between.find((each) => each.tone === tone) ?? between[0]!;
    return {
      from: named(shown.fromId),
      to: named(shown.toId),
      relation: shown.relationType.replaceAll('_', ' '),
      tone,
    };
  });
};

/** The message without lines that only repeat a relationship: it is drawn below, with its tone. */
export const withoutRepeated = (content: string, relationships: readonly NamedRelationship[]): string => {
  const repeated = new Set(relationships.map(({ from, relation, to }) => `${from.name} – ${relation} – ${to.name}`));
  const lines = content.split('\n');
  return lines.filter((line) => !repeated.has(line)).join('\n');
};
