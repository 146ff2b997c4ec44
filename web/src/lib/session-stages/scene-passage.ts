// Gives suggested scenes what they were read from: their whole passage, and the entities that are named in it.
import { isTextBlock, nameKey, noteLines, notePassage, type AnalysisItem, type NoteNode } from '@emberkeep/domain';

type SceneItem = Extract<AnalysisItem, { type: 'scene_suggestion' }>;

/** A passage without the heading that became the title of its scene. */
const withoutTitle = (nodes: readonly NoteNode[], title: string): readonly NoteNode[] => {
  const [first] = nodes;
  const isTitle = first && isTextBlock(first) && nameKey(noteLines([first]).join(' ')) === nameKey(title);
  return isTitle && nodes.length > 1 ? nodes.slice(1) : nodes;
};

const castOf = ({ start, end, proposal }: SceneItem, all: readonly AnalysisItem[]): string[] => [
  ...new Set(
    all.flatMap((item) =>
      item.type === 'entity_mention' && item.start >= start && item.end <= (proposal.passageEnd ?? end)
        ? [item.proposal.entityId]
        : [],
    ),
  ),
];

/** A scene with its passage and its entities; other items as they are. `nodes`: the note that was read. */
export const withPassage = (
  item: AnalysisItem,
  nodes: readonly NoteNode[],
  all: readonly AnalysisItem[],
): AnalysisItem => {
  if (item.type !== 'scene_suggestion') return item;
  const { passageEnd, ...proposal } = item.proposal;
  const passage = withoutTitle(notePassage(nodes, item.start, passageEnd ?? item.end), item.title);
  return { ...item, proposal: { ...proposal, passage, entityIds: castOf(item, all) } };
};
