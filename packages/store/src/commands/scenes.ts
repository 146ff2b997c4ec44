// The commands of scenes, in the body of a session. Every command needs the body open and writable.
import { SCENE, type RecordInput, type Result, type SceneConnection } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { homeOf } from '../session-of-body.ts';
import { listRecords, type Listed } from './read-records.ts';
import { setEntry } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord, moveRecord } from './records.ts';

/** Scenes in order, including one that one device deleted and another edited. */
export const listScenes = (body: OpenDocument): readonly Listed<typeof SCENE>[] => listRecords(body, SCENE);

type SceneInput = Omit<RecordInput<typeof SCENE>, 'order' | 'sessionId' | 'campaignId'>;

/** Creates a scene; only its title is required (M-278, M-341). `id` is given only when it follows from a cause. */
export const createScene = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: SceneInput & { id?: string },
): Result<string, Refused> => {
  const { id, ...fields } = input;
  return createRecord(
    docs,
    body,
    SCENE,
    { ...fields, ...homeOf(docs, body) },
    { ...(id ? { id } : {}), label: `Add scene ${input.title ?? ''}`.trim() },
  );
};

export const editScene = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  fields: SceneInput,
): Result<void, Refused | RecordMissing> =>
  editRecord(docs, { doc: body, spec: SCENE, id, fields, label: 'Edit scene' });

/** Moves a scene in its list; `toIndex` is its 0-based index in the result. */
export const moveScene = (docs: CampaignDocs, body: OpenDocument, id: string, toIndex: number): Result<void, Refused> =>
  moveRecord(docs, body, SCENE, id, toIndex);

export const deleteScene = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
): Result<void, Refused | RecordMissing> => deleteRecord(docs, body, SCENE, id);

/** Connects a scene to another, through a clue or without (M-272). */
export const connectScene = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  connection: Omit<SceneConnection, 'id'> & { id?: string },
): Result<void, Refused | RecordMissing> => {
  const { id: known, ...value } = connection;
  return setEntry(docs, { doc: body, spec: SCENE, id, field: 'connections', name: known ?? docs.newId(), value });
};

export const disconnectScene = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  connectionId: string,
): Result<void, Refused | RecordMissing> =>
  setEntry(docs, { doc: body, spec: SCENE, id, field: 'connections', name: connectionId, value: undefined });

/**
 * Makes a scene active beside the active ones (a split party, M-342); with `only`, the scenes that were active are
 * completed.
 */
export const activateScene = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  only = false,
): Result<void, Refused | RecordMissing> =>
  docs.group('Activate scene', () => {
    for (const other of only ? listScenes(body).filter((s) => s.status === 'active' && s.id !== id) : []) {
      const done = editScene(docs, body, other.id, { status: 'completed' });
      if (!done.ok) return done;
    }
    return editScene(docs, body, id, { status: 'active' });
  });
