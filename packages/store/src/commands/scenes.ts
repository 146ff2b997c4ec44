// Owns the verbs of scenes in the body of an evening. Every verb needs the body open and writable.
import { SCENE, type Result, type Scene, type SceneConnection } from '@emberkeep/domain';
import type { CampaignDocs, OpenDocument } from '../campaign-docs.ts';
import { createRecord, deleteRecord, editRecord, listRecords, moveRecord, setEntry, type Listed, type RecordMissing, type Refused } from './records.ts';

/** Scenes in their order; one deleted on one device and edited on another is there again. */
export const listScenes = (body: OpenDocument): readonly Listed<typeof SCENE>[] => listRecords(body, SCENE);

export const createScene = (docs: CampaignDocs, body: OpenDocument, input: Partial<Pick<Scene, 'title' | 'sceneType' | 'description'>> & { id?: string }): Result<string, Refused> => {
  const { id, ...fields } = input;
  // A scene may start without a title: the GM is still writing.
  return createRecord(docs, body, SCENE_UNTITLED, { sceneType: 'other', status: 'planned', description: '', ...fields, title: fields.title ?? '' }, { ...(id ? { id } : {}), label: `Add scene ${input.title ?? ''}`.trim() });
};

// The same noun for a title that may be empty.
const SCENE_UNTITLED: typeof SCENE = { ...SCENE, fields: { ...SCENE.fields, title: { ...SCENE.fields.title, input: 'paragraph' } } };

export const editScene = (docs: CampaignDocs, body: OpenDocument, id: string, fields: Partial<Pick<Scene, 'title' | 'sceneType' | 'status' | 'description'>>): Result<void, Refused | RecordMissing> =>
  editRecord(docs, body, SCENE_UNTITLED, id, fields, 'Edit scene');

/** `toIndex` is the 0-based place in the resulting list. */
export const moveScene = (docs: CampaignDocs, body: OpenDocument, id: string, toIndex: number): Result<void, Refused> => moveRecord(docs, body, SCENE, id, toIndex);

export const deleteScene = (docs: CampaignDocs, body: OpenDocument, id: string): Result<void, Refused | RecordMissing> => deleteRecord(docs, body, SCENE, id);

/** How a scene leads on, through a clue or without (M-272); null takes the way back. */
export const connectScene = (docs: CampaignDocs, body: OpenDocument, id: string, connection: Omit<SceneConnection, 'id'> & { id?: string }): Result<void, Refused | RecordMissing> => {
  const { id: known, ...value } = connection;
  return setEntry(docs, body, SCENE, id, 'connections', known ?? docs.newId(), value);
};

export const disconnectScene = (docs: CampaignDocs, body: OpenDocument, id: string, connectionId: string): Result<void, Refused | RecordMissing> => setEntry(docs, body, SCENE, id, 'connections', connectionId, undefined);
