// Reordering scenes by dragging, for svelte-dnd-action: while one is dragged the list shows where it would fall,
// otherwise it shows the document.
import type { DndEvent, TRIGGERS } from 'svelte-dnd-action';
import type { Scene } from '@emberkeep/domain';
import { moveScene, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { showRefusal } from '#lib/records/command-feedback.ts';

// The values of `TRIGGERS`: imported, they would load the library with the page.
const LEFT_LIST: readonly `${TRIGGERS}`[] = ['draggedLeft', 'draggedLeftAll'];
const STOPPED: `${TRIGGERS}` = 'dragStopped';

/** The card under the finger, which svelte-dnd-action draws above the page. */
const DRAGGED_ELEMENT = 'dnd-action-dragged-el';

/**
 * Where the card under the finger falls among the other items of the list, from their places on screen: the number of
 * those before its middle, which counts as within the part of the list that is seen. Null once it is dropped.
 */
const placeOfDragged = (list: HTMLElement, axis: 'x' | 'y', at: number): number | null => {
  const dragged = document.getElementById(DRAGGED_ELEMENT)?.getBoundingClientRect();
  if (!dragged) return null;
  const { left, right, top, bottom } = list.getBoundingClientRect();
  const middleOf = (box: DOMRect): number => (axis === 'x' ? box.x + box.width / 2 : box.y + box.height / 2);
  const [start, end] = axis === 'x' ? [left, right] : [top, bottom];
  const middle = Math.min(Math.max(middleOf(dragged), start), end);
  const isReversed = axis === 'x' && getComputedStyle(list).direction === 'rtl';
  return [...list.children].filter((item, i) => {
    const other = middleOf(item.getBoundingClientRect());
    return i !== at && (isReversed ? other > middle : other < middle);
  }).length;
};

export class SceneReorder {
  /** The drag that has left the list, which may go on scrolling: where it would fall is looked up at every frame. */
  #following = 0;
  #dragged: Scene[] | null = $state.raw(null);
  readonly #docs: CampaignDocs;
  readonly #body: () => OpenDocument;
  readonly #scenes: () => readonly Scene[];
  readonly #axis: 'x' | 'y';
  /** The scenes in the order to draw them. */
  readonly shown: Scene[] = $derived.by(() => this.#dragged ?? [...this.#scenes()]);

  /** `axis`: along which the scenes lie. */
  constructor(
    docs: CampaignDocs,
    { body, scenes, axis }: { body: () => OpenDocument; scenes: () => readonly Scene[]; axis: 'x' | 'y' },
  ) {
    this.#docs = docs;
    this.#body = body;
    this.#scenes = scenes;
    this.#axis = axis;
  }

  // A scene that is dragged out of the list is shown, and dropped, at the place in it that is nearest. A drag by keyboard
  // ends with a trigger of its own: from then on the list shows the document again.
  readonly onconsider = ({ detail, currentTarget }: CustomEvent<DndEvent<Scene>>): void => {
    const { id, trigger } = detail.info;
    cancelAnimationFrame(this.#following);
    if (LEFT_LIST.includes(trigger)) return this.#follow(currentTarget as HTMLElement, id);
    this.#dragged = trigger === STOPPED ? null : detail.items;
  };

  #follow(list: HTMLElement, id: string): void {
    this.#following = requestAnimationFrame(() => {
      const at = this.shown.findIndex((scene) => scene.id === id);
      const to = at === -1 ? null : placeOfDragged(list, this.#axis, at);
      if (to === null) return;
      if (to !== at) this.#dragged = this.shown.toSpliced(at, 1).toSpliced(to, 0, this.shown[at]!);
      this.#follow(list, id);
    });
  }

  readonly onfinalize = ({ detail }: CustomEvent<DndEvent<Scene>>): void => {
    cancelAnimationFrame(this.#following);
    this.#dragged = null;
    const { id } = detail.info;
    const to = detail.items.findIndex((s) => s.id === id);
    if (to !== -1 && this.#scenes()[to]?.id !== id) showRefusal(moveScene(this.#docs, this.#body(), id, to));
  };
}
