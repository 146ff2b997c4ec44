// The menu of a scene, the same on the strip and in the list. Everything a drag can do has a row here too.
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Circle from '@lucide/svelte/icons/circle';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import Split from '@lucide/svelte/icons/split';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { Scene, SceneStatus } from '@emberkeep/domain';
import {
  activateScene,
  deleteScene,
  editScene,
  moveScene,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { showDone, showRefusal } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

export interface SceneMenuRow {
  label: string;
  icon: typeof Circle;
  danger?: boolean;
  run: () => void;
}

/** A status that is set by its row, and what the row is called. */
const STATUS_ROWS: readonly { status: SceneStatus; label: string; icon: typeof Circle }[] = [
  { status: 'completed', label: m.scenes_sceneMenu_mark_as_completed(), icon: CircleCheck },
  { status: 'skipped', label: m.scenes_sceneMenu_mark_as_skipped(), icon: CircleSlash },
  { status: 'planned', label: m.scenes_sceneMenu_mark_as_planned(), icon: Circle },
];

/**
 * The rows for the scene `id`; `scenes` are all of the session in their order. None where it is not among them. `onplay`
 * follows where the scene is played from now on.
 */
export const sceneMenu = (
  docs: CampaignDocs,
  body: OpenDocument,
  scenes: readonly Scene[],
  id: string | null,
  onplay: (id: string) => void = () => undefined,
): SceneMenuRow[] => {
  const at = scenes.findIndex((s) => s.id === id);
  const scene = scenes[at];
  if (!scene) return [];
  const isActive = scene.status === 'active';
  const othersActive = scenes.some((s) => s.status === 'active' && s.id !== id);
  const play = (only: boolean): void => {
    if (showRefusal(activateScene(docs, body, scene.id, only))) onplay(scene.id);
  };
  const moveTo = (to: number): void => void showRefusal(moveScene(docs, body, scene.id, to));
  const rows: (SceneMenuRow | false)[] = [
    !isActive && {
      label: othersActive ? m.scenes_sceneMenu_play_only_this_scene() : m.scenes_sceneMenu_play_this_scene(),
      icon: CircleDot,
      run: () => play(true),
    },
    !isActive &&
      othersActive && {
        label: m.scenes_sceneMenu_play_alongside(),
        icon: Split,
        run: () => play(false),
      },
    ...STATUS_ROWS.map(
      ({ status, label, icon }) =>
        scene.status !== status && {
          label,
          icon,
          run: () => void showRefusal(editScene(docs, body, scene.id, { status })),
        },
    ),
    at > 0 && { label: m.scenes_sceneMenu_move_left(), icon: ArrowLeft, run: () => moveTo(at - 1) },
    at < scenes.length - 1 && { label: m.scenes_sceneMenu_move_right(), icon: ArrowRight, run: () => moveTo(at + 1) },
    {
      label: m.scenes_sceneMenu_delete_scene(),
      icon: Trash2,
      danger: true,
      run: () =>
        void showDone(
          docs,
          deleteScene(docs, body, scene.id),
          m.scenes_sceneMenu_deleted_title_you_can_restore({ title: scene.title }),
        ),
    },
  ];
  return rows.filter((row) => row !== false);
};
