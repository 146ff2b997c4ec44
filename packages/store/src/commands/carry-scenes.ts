// Carrying scenes that were not played over to another session. The id of the copy follows from the scene and the
// session, so two GMs who carry one scene over while apart have it once.
import { err, orderBetween, SCENE, SCENE_TEXTS, sceneConnections, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { homeOf } from '../session-of-body.ts';
import type { NoSuchBody } from './events.ts';
import { copyPrepared } from './copy-prepared.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { copyTexts, writeCopy } from './write-copy.ts';

/** The id that a scene has in the session that it is carried over to. */
const idIn = (sceneId: string, sessionId: string): string => derivedId('carried scene', sceneId, sessionId);

/** The scenes of a session that were not played and are not in the other session yet, in their order. */
export const listUnplayedScenes = (from: OpenDocument, to: OpenDocument): readonly Listed<typeof SCENE>[] => {
  const { ref } = to;
  if (ref.kind !== 'session') return [];
  return listRecords(from, SCENE).filter(
    ({ id, status }) => (status === 'planned' || status === 'active') && !getRecord(to, SCENE, idIn(id, ref.sessionId)),
  );
};

/**
 * Carries scenes over from a session to another, as one undo step: as planned ones with their words, their cast, and the
 * connections among those that are there. The scenes stay as they are where they were. Gives how many were carried.
 */
export const carryScenes = (
  docs: CampaignDocs,
  from: OpenDocument,
  to: OpenDocument,
  sceneIds: readonly string[],
): Result<number, NotWritable | NoSuchBody> => {
  if (from.ref.kind !== 'session' || to.ref.kind !== 'session' || from.ref.sessionId === to.ref.sessionId)
    return err({ type: 'NoSuchBody' });
  const carriedFrom = from.ref.sessionId;
  const { sessionId } = to.ref;
  const wanted = new Set(sceneIds);
  const scenes = listUnplayedScenes(from, to).filter(({ id }) => wanted.has(id));
  const table = from.table('scene');
  const isThere = (id: string): boolean =>
    scenes.some((scene) => scene.id === id) || getRecord(to, SCENE, idIn(id, sessionId)) !== null;
  const carried = docs.edit('Carry over scenes', [to], (edit) => {
    let order = listRecords(to, SCENE).at(-1)?.order ?? null;
    for (const scene of scenes) {
      const id = idIn(scene.id, sessionId);
      order = orderBetween(order, null);
      const { title } = scene;
      writeCopy({ docs, edit, doc: to, spec: SCENE, id }, table.get(scene.id)!, {
        title,
        status: 'planned',
        carriedFrom,
        order,
        ...homeOf(docs, to),
      });
      copyPrepared(docs, edit, { doc: from, sceneId: scene.id }, { doc: to, sceneId: id });
      for (const { id: connection, toSceneId, ...rest } of sceneConnections(scene))
        if (isThere(toSceneId))
          edit.setEntry(to, SCENE.kind, id, 'connections', connection, {
            ...rest,
            toSceneId: idIn(toSceneId, sessionId),
          });
    }
    return scenes.length;
  });
  if (carried.ok)
    for (const { id } of scenes)
      copyTexts({ doc: from, id }, { doc: to, id: idIn(id, sessionId) }, SCENE_TEXTS, { shared: true });
  return carried;
};
