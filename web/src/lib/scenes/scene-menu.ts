// Owns what can be done to a scene from its menu, the same on the strip and in the list: every drag has its way without one.
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Circle from '@lucide/svelte/icons/circle';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import Split from '@lucide/svelte/icons/split';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { Scene } from '@emberkeep/domain';
import {
  activateScene,
  deleteScene,
  editScene,
  moveScene,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { done, tell } from '#lib/records/act.ts';

export interface SceneMenuRow {
  label: string;
  icon: typeof Circle;
  danger?: boolean;
  run: () => void;
}

/** `at` is the scene's 0-based place, `count` how many there are. */
export const sceneMenu = (
  docs: CampaignDocs,
  body: OpenDocument,
  scene: Pick<Scene, 'id' | 'title' | 'status'>,
  at: number,
  count: number,
  othersActive: boolean,
): SceneMenuRow[] => [
  ...(scene.status === 'active'
    ? []
    : [
        {
          label: othersActive ? 'Play this, end the others' : 'Play this scene',
          icon: CircleDot,
          run: () => void tell(activateScene(docs, body, scene.id, true)),
        },
      ]),
  ...(scene.status !== 'active' && othersActive
    ? [{ label: 'Play beside the others', icon: Split, run: () => void tell(activateScene(docs, body, scene.id)) }]
    : []),
  ...(scene.status === 'completed'
    ? []
    : [
        {
          label: 'Completed',
          icon: CircleCheck,
          run: () => void tell(editScene(docs, body, scene.id, { status: 'completed' })),
        },
      ]),
  ...(scene.status === 'skipped'
    ? []
    : [
        {
          label: 'Skipped',
          icon: CircleSlash,
          run: () => void tell(editScene(docs, body, scene.id, { status: 'skipped' })),
        },
      ]),
  ...(scene.status === 'planned'
    ? []
    : [
        {
          label: 'Planned again',
          icon: Circle,
          run: () => void tell(editScene(docs, body, scene.id, { status: 'planned' })),
        },
      ]),
  ...(at > 0
    ? [{ label: 'Move before', icon: ArrowLeft, run: () => void tell(moveScene(docs, body, scene.id, at - 1)) }]
    : []),
  ...(at < count - 1
    ? [{ label: 'Move after', icon: ArrowRight, run: () => void tell(moveScene(docs, body, scene.id, at + 1)) }]
    : []),
  {
    label: 'Delete scene',
    icon: Trash2,
    danger: true,
    run: () =>
      void done(docs, deleteScene(docs, body, scene.id), `Deleted ${scene.title}. Its notes wait under “Deleted”.`),
  },
];
