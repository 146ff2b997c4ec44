// Scenes: their fields, their links to entities, and which are active.
import { describe, expect, it } from 'vitest';
import { SCENE } from '@emberkeep/domain';
import { createSessionOnDevice, refusal, value } from '../testing/index.ts';
import {
  activateScene,
  createEntity,
  createScene,
  deleteEntity,
  editScene,
  getEntity,
  getRecord,
  listRevisions,
  listScenes,
  noteName,
  readNote,
  fillNote,
} from './index.ts';

const SCENE_ROWS = 'M-274 M-275 M-276 M-277 M-278 M-282 M-284 M-285 M-287 M-291 M-292 M-295';

describe('scenes', () => {
  it(`${SCENE_ROWS}: a scene keeps its fields and needs a title`, async () => {
    const { docs, body, id } = await createSessionOnDevice();
    expect(refusal(createScene(docs, body, { title: '  ' }))).toBe('NameMissing');
    const made = value(
      createScene(docs, body, {
        title: 'The mill',
        objective: 'Get out alive',
        systemData: { xp: 450, 'sanity loss': '1/1D4', clock: { segments: 6 } },
      }),
    );
    expect(getRecord(body, SCENE, made)).toMatchObject({
      title: 'The mill',
      sessionId: id,
      campaignId: docs.campaignId,
      objective: 'Get out alive',
      status: 'planned',
      source: 'manual',
      systemData: { xp: 450, clock: { segments: 6 } },
    });
    value(
      fillNote(body, noteName(made, 'gm_notes'), [
        { type: 'paragraph', content: [{ type: 'text', text: 'The miller is dead' }] },
      ]),
    );
    expect(JSON.stringify(readNote(body, noteName(made, 'gm_notes')))).toContain('The miller is dead');
    value(editScene(docs, body, made, { brief: 'By night' }));
    // When it was created and when it was last changed.
    expect(getRecord(body, SCENE, made)?.createdAt).toBe(docs.nowMs());
    expect(listRevisions(body, SCENE, made).at(-1)?.at).toBe(docs.nowMs());
    expect(refusal(editScene(docs, body, made, { status: 'gone' as never }))).toBe('NotAChoice');
  });
  it('M-286: a deleted entity stays linked but unseen; M-342: one or several scenes are active', async () => {
    const { docs, body } = await createSessionOnDevice();
    const tam = value(createEntity(docs, { name: 'Old Tam', entityType: 'npc' }));
    const [a, b, c] = ['a', 'b', 'c'].map((title) => value(createScene(docs, body, { title, entityIds: [tam] })));
    value(deleteEntity(docs, tam));
    expect(getEntity(docs, tam)).toBeNull();
    value(activateScene(docs, body, a!));
    value(activateScene(docs, body, b!));
    expect(listScenes(body).map((s) => s.status)).toEqual(['active', 'active', 'planned']);
    value(activateScene(docs, body, c!, true));
    expect(listScenes(body).map((s) => s.status)).toEqual(['completed', 'completed', 'active']);
  });
});
