// Reordering scenes by dragging, for svelte-dnd-action: while one is dragged the list shows where it would fall,
// otherwise it shows the document.
import type { DndEvent, TRIGGERS } from 'svelte-dnd-action';
import type { Scene } from '@emberkeep/domain';
import { moveScene, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { showRefusal } from '#lib/records/command-feedback.ts';

// The values of `TRIGGERS`: imported, they would load the library with the page.
const LEFT_LIST: readonly `${TRIGGERS}`[] = ['draggedLeft', 'draggedLeftAll'];
const STOPPED: `${TRIGGERS}` = 'dragStopped';

export class SceneReorder {
  #dragged: Scene[] | null = $state.raw(null);
  readonly #docs: CampaignDocs;
  readonly #body: () => OpenDocument;
  readonly #scenes: () => readonly Scene[];
  /** The scenes in the order to draw them. */
  readonly shown: Scene[] = $derived.by(() => this.#dragged ?? [...this.#scenes()]);

  constructor(docs: CampaignDocs, body: () => OpenDocument, scenes: () => readonly Scene[]) {
    this.#docs = docs;
    this.#body = body;
    this.#scenes = scenes;
  }

  // A scene that is dragged past an end stays where it was last shown, and is dropped there. A drag by keyboard ends
  // with a trigger of its own: from then on the list shows the document again.
  readonly onconsider = ({ detail }: CustomEvent<DndEvent<Scene>>): void => {
    if (LEFT_LIST.includes(detail.info.trigger)) return;
    this.#dragged = detail.info.trigger === STOPPED ? null : detail.items;
  };

  readonly onfinalize = ({ detail }: CustomEvent<DndEvent<Scene>>): void => {
    this.#dragged = null;
    const { id } = detail.info;
    const to = detail.items.findIndex((s) => s.id === id);
    if (to !== -1 && this.#scenes()[to]?.id !== id) showRefusal(moveScene(this.#docs, this.#body(), id, to));
  };
}
