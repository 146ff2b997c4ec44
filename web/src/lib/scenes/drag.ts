// Reordering by drag and by keyboard on a handle. Its code is loaded after the page: until then, a menu moves a scene.
import type { ActionReturn } from 'svelte/action';
import type * as Dnd from 'svelte-dnd-action';

let loading: Promise<typeof Dnd> | null = null;

/** What an action does that starts once its code is there. */
const afterThePage = <Options>(
  given: Options,
  start: (dnd: typeof Dnd, options: Options) => ActionReturn<Options> | void,
): ActionReturn<Options> => {
  let options = given;
  let isGone = false;
  let running: ActionReturn<Options> | void;
  loading ??= import('svelte-dnd-action');
  void loading.then(
    (dnd) => {
      if (!isGone) running = start(dnd, options);
    },
    // Nothing is lost: the menu of a scene moves it, and the next page tries again.
    () => (loading = null),
  );
  return {
    update: (next) => {
      options = next;
      running?.update?.(next);
    },
    destroy: () => {
      isGone = true;
      running?.destroy?.();
    },
  };
};

export const dragHandleZone = <T extends Dnd.Item>(
  node: HTMLElement,
  options: Dnd.Options<T>,
): ActionReturn<Dnd.Options<T>, Dnd.DndZoneAttributes<T>> =>
  afterThePage(options, (dnd, now) => dnd.dragHandleZone(node, now));

/** A handle says what it is from the start: a label on an element without a role is not read out. */
export const dragHandle = (node: HTMLElement): ActionReturn => {
  node.setAttribute('role', 'button');
  node.setAttribute('aria-disabled', 'true');
  return afterThePage(undefined, (dnd) => {
    node.removeAttribute('aria-disabled');
    return dnd.dragHandle(node);
  });
};
