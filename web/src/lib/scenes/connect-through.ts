// Owns making one scene lead to another through a clue that is named: the clue is found by name, or made, in one step of undo.
import { connectScene, createEntity, nameIndexOf, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { tell } from '#lib/records/act.ts';

/** Gives whether it went through; a refusal is told on screen. An empty clue is a way without one. */
export const connectThrough = (
  docs: CampaignDocs,
  body: OpenDocument,
  from: { id: string; title: string },
  way: { toSceneId: string; clue: string; description: string },
): boolean =>
  docs.group(`Connect ${from.title}`, () => {
    const name = way.clue.trim();
    const known = nameIndexOf(docs).resolve(name);
    let clueId = known.type === 'resolved' ? known.id : known.type === 'ambiguous' ? (known.ids[0] ?? '') : '';
    if (name && !clueId) {
      const made = createEntity(docs, { name, entityType: 'clue' });
      if (!tell(made) || !made.ok) return false;
      clueId = made.value;
    }
    return tell(
      connectScene(docs, body, from.id, { toSceneId: way.toSceneId, clueId, description: way.description.trim() }),
    );
  });
