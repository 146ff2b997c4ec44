// Owns the verbs of scenes in the body of an evening. Every verb needs the body open and writable.
import { byOrder, err, moveInOrder, orderBetween, type Result, type Scene } from '@emberkeep/domain';
import type { CampaignDocs, NotWritable, OpenDocument } from '../campaign-docs.ts';
import { deletionMark, digestRecord } from '../deletion.ts';
import { readScene } from '../shapes.ts';

export type SceneMissing = { type: 'SceneMissing'; id: string };

/** Scenes in their order; one deleted on one device and edited on another is there again. */
export const listScenes = (body: OpenDocument): Scene[] => {
  const table = body.table('scene');
  const scenes: Scene[] = [];
  for (const id of table.ids()) {
    const raw = table.get(id)!;
    const scene = readScene(id, raw);
    const mark = deletionMark(raw);
    if (scene && (!mark || mark.seen !== digestRecord(raw))) scenes.push(scene);
  }
  return scenes.sort(byOrder);
};

export const createScene = (docs: CampaignDocs, body: OpenDocument, input: Partial<Pick<Scene, 'title' | 'sceneType' | 'description'>> & { id?: string }): Result<string, NotWritable> => {
  const id = input.id ?? docs.newId();
  const order = orderBetween(listScenes(body).at(-1)?.order ?? null, null);
  return docs.edit(`Add scene ${input.title ?? ''}`.trim(), [body], (edit) => {
    edit.created(body, 'scene', id);
    edit.set(body, 'scene', id, { title: input.title ?? '', sceneType: input.sceneType ?? 'other', status: 'planned', description: input.description ?? '', order, createdAt: docs.nowMs() });
    return id;
  });
};

export const editScene = (docs: CampaignDocs, body: OpenDocument, id: string, fields: Partial<Pick<Scene, 'title' | 'sceneType' | 'status' | 'description'>>): Result<void, NotWritable> =>
  docs.edit('Edit scene', [body], (edit) => edit.set(body, 'scene', id, fields));

/** `toIndex` is the 0-based place in the resulting list. */
export const moveScene = (docs: CampaignDocs, body: OpenDocument, id: string, toIndex: number): Result<void, NotWritable> => {
  const keys = moveInOrder(listScenes(body), id, toIndex);
  return docs.edit('Move scene', [body], (edit) => {
    for (const [sceneId, order] of keys) edit.set(body, 'scene', sceneId, { order });
  });
};

export const deleteScene = (docs: CampaignDocs, body: OpenDocument, id: string): Result<void, NotWritable | SceneMissing> => {
  const raw = body.table('scene').get(id);
  if (!raw) return err({ type: 'SceneMissing', id });
  return docs.edit('Delete scene', [body], (edit) => edit.set(body, 'scene', id, { deleted: { by: docs.deviceId, at: docs.nowMs(), seen: digestRecord(raw), body: null } }));
};
