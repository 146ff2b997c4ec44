// Connects one scene to another through a clue given by name, which is found or created in the same step of undo.
import { connectScene, createEntity, nameIndexOf, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { showRefusal } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

/** Returns whether it went through; a refusal is shown. An empty clue makes a connection without one. */
export const connectThrough = (
  docs: CampaignDocs,
  body: OpenDocument,
  from: { id: string; title: string },
  connection: { toSceneId: string; clue: string; description: string },
): boolean =>
  docs.group(m.scenes_connectThrough_connect_title({ title: from.title }), () => {
    const name = connection.clue.trim();
    const known = nameIndexOf(docs).resolve(name);
    let clueId = known.type === 'resolved' ? known.id : known.type === 'ambiguous' ? (known.ids[0] ?? '') : '';
    if (name && !clueId) {
      const made = createEntity(docs, { name, entityType: 'clue' });
      if (!showRefusal(made) || !made.ok) return false;
      clueId = made.value;
    }
    return showRefusal(
      connectScene(docs, body, from.id, {
        toSceneId: connection.toSceneId,
        clueId,
        description: connection.description.trim(),
      }),
    );
  });
