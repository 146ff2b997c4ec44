// Undo of rich text that takes back what its author wrote and nothing else. Yjs deletes a step's block with everything
// in it; here a block stays while it holds what the step did not write. Invariant: a text that an undo or a redo
// removes beyond its own step, or cannot restore, is kept under `recovered`.
import { appendAll } from '@emberkeep/domain';
import * as Y from 'yjs';
import { createKeeper } from './kept-blocks.ts';
import { deletedTexts, keepTexts, textOfItem, type RecoveredText } from './recovery.ts';

type TextStep = Y.UndoManager['undoStack'][number];

export interface TextUndoOptions {
  /** Origins of the transactions that become steps. */
  trackedOrigins: Iterable<unknown>;
  /** Transactions within this time become one step, in ms; 500 by default. */
  captureTimeout?: number;
  /** Of the transactions with these origins, those that become steps; all by default. */
  captureTransaction?: (transaction: Y.Transaction) => boolean;
  /** True for an item that stays whoever inserted it. */
  keeps?: (item: Y.Item) => boolean;
}

/**
 * The copy that another undo made of an item, without what was typed behind it since: Yjs joins the two into one item
 * and would delete both.
 */
const copyOf = (transaction: Y.Transaction, { redone, length }: Y.Item): Y.Item | Y.GC => {
  const copy = Y.getItemCleanStart(transaction, redone!);
  if (copy.length > length)
    Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(copy.id.client, copy.id.clock + length - 1));
  return copy;
};

/** What taking a step back deletes: the items it inserted, or the copies of them that another undo made. */
const itemsOf = (transaction: Y.Transaction, step: TextStep): Set<Y.Item> => {
  const items = new Set<Y.Item>();
  Y.iterateDeletedStructs(transaction, step.insertions, (struct) => {
    let item = struct;
    while (item instanceof Y.Item && item.redone) item = copyOf(transaction, item);
    if (item instanceof Y.Item) items.add(item);
  });
  return items;
};

/**
 * Gives a restored item the neighbours that it has in the list it goes into. Yjs looks for both of them by following
 * copies. Where a copy was split since, it finds one item for both, or the two in reverse, and each device would then
 * put the text in another place.
 */
const settleNeighbours = (item: Y.Item): void => {
  if (item.parentSub !== null || !(item.parent instanceof Y.AbstractType)) return;
  if (item.left) item.right = item.left.right;
  else if (item.right) item.left = item.right.left;
  else item.right = item.parent._start;
  item.origin = item.left && item.left.lastId;
  item.rightOrigin = item.right && item.right.id;
};

/** Runs an undo or a redo of `manager`, in which every restored item goes between two that are neighbours. */
const settlingNeighbours = <T>(manager: Y.UndoManager, run: () => T): T => {
  const { prototype } = Y.Item;
  const { integrate } = prototype;
  // Yjs asks nobody where its undo puts an item, so the insertion itself is replaced while the undo runs.
  prototype.integrate = function (this: Y.Item, transaction, offset): void {
    if (transaction.origin === manager) settleNeighbours(this);
    integrate.call(this, transaction, offset);
  };
  try {
    return run();
  } finally {
    prototype.integrate = integrate;
  }
};

/** One undo or redo that is running. Yjs takes steps from the end of `stack` until one of them changes something. */
class Taking {
  readonly #manager: Y.UndoManager;
  readonly #stack: () => readonly TextStep[];
  readonly #before: readonly TextStep[];
  readonly #own = new Map<TextStep, Set<Y.Item>>();
  readonly #keepers = new Map<TextStep, (item: Y.Item) => boolean>();

  constructor(manager: Y.UndoManager, stack: () => readonly TextStep[]) {
    this.#manager = manager;
    this.#stack = stack;
    this.#before = [...stack()];
  }

  /** True for an item of the current step that must not be deleted. */
  keeps(item: Y.Item): boolean {
    const step = this.#before[this.#stack().length];
    const { _transaction: transaction } = this.#manager.doc;
    if (!step || !transaction) return false;
    let keeper = this.#keepers.get(step);
    if (!keeper) {
      const own = itemsOf(transaction, step);
      this.#own.set(step, own);
      this.#keepers.set(step, (keeper = createKeeper(own)));
    }
    return keeper(item);
  }

  /** The texts that a transaction removed and that no taken step inserted. */
  lostIn(transaction: Y.Transaction): RecoveredText[] {
    const isOwn =
      transaction.origin === this.#manager
        ? (item: Y.Item): boolean => [...this.#own.values()].some((own) => own.has(item))
        : // Another transaction inside this one is the binding tidying up a node that became invalid.
          (): boolean => false;
    return deletedTexts(transaction, (item) => !isOwn(item));
  }

  /** The texts that a taken step had deleted and that could not be restored: their block is gone. */
  notRestored(): RecoveredText[] {
    const texts: RecoveredText[] = [];
    const { doc, scope } = this.#manager;
    const isInScope = (item: Y.Item): boolean =>
      scope.some((type) => type instanceof Y.AbstractType && Y.isParentOf(type, item));
    doc.transact((transaction) => {
      for (const step of this.#before.slice(this.#stack().length))
        Y.iterateDeletedStructs(transaction, step.deletions, (item) => {
          if (!(item instanceof Y.Item) || item.redone || !item.deleted || !isInScope(item)) return;
          const text = Y.isDeleted(step.insertions, item.id) ? null : textOfItem(item);
          if (text) texts.push(text);
        });
    });
    return texts;
  }
}

/** Yjs's undo for texts, with the author's own words as its limit. */
export class TextUndo extends Y.UndoManager {
  #taking: Taking | null = null;

  constructor(
    types: ConstructorParameters<typeof Y.UndoManager>[0],
    { trackedOrigins, keeps, ...options }: TextUndoOptions,
  ) {
    super(types, { ...options, trackedOrigins: new Set(trackedOrigins) });
    const { captureTransaction } = this;
    // An undo must become a step of redo, and a redo one of undo, whatever else is left out.
    this.captureTransaction = (transaction) => transaction.origin === this || captureTransaction(transaction);
    this.deleteFilter = (item) => !((keeps?.(item) ?? false) || (this.#taking?.keeps(item) ?? false));
  }

  /** Takes no further steps; those that it has can still be taken back. */
  stopListening(): void {
    this.doc.off('afterTransaction', this.afterTransactionHandler);
  }

  /** Runs an undo or a redo that can be taken back, although no other steps are taken. */
  listeningTo(run: () => void): void {
    this.stopListening();
    this.doc.on('afterTransaction', this.afterTransactionHandler);
    run();
    this.stopListening();
  }

  override undo(): TextStep | null {
    return this.#take(
      () => this.undoStack,
      () => super.undo(),
    );
  }

  override redo(): TextStep | null {
    return this.#take(
      () => this.redoStack,
      () => super.redo(),
    );
  }

  #take(stack: () => readonly TextStep[], run: () => TextStep | null): TextStep | null {
    const taking = new Taking(this, stack);
    const found: RecoveredText[] = [];
    const collect = (transaction: Y.Transaction): void => appendAll(found, taking.lostIn(transaction));
    this.#taking = taking;
    this.doc.on('afterTransaction', collect);
    try {
      return settlingNeighbours(this, run);
    } finally {
      this.doc.off('afterTransaction', collect);
      this.#taking = null;
      keepTexts(this.doc, [...found, ...taking.notRestored()]);
    }
  }
}
