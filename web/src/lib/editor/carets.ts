// Others' carets in a note. What they say comes from peers: of it only names, colors and positions of the right form reach
// the caret plugin, which would throw on others, and the note could not be typed in.
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import type { Plugin } from '@tiptap/pm/state';
import { DecorationSet } from '@tiptap/pm/view';
import { presentPerson } from '@emberkeep/sync';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const readId = (value: unknown): { client: number; clock: number } | null =>
  isObject(value) && isCount(value['client']) && isCount(value['clock'])
    ? { client: value['client'], clock: value['clock'] }
    : null;

/** A position as Yjs writes it in JSON; null for anything else, and for one in another root than the note's. */
const readPosition = (value: unknown, root: string | undefined): Json | null => {
  if (!isObject(value)) return null;
  const tname = root !== undefined && value['tname'] === root ? root : null;
  const [type, item] = [readId(value['type']), readId(value['item'])];
  if (tname === null && !type && !item) return null;
  return { type, tname, item, assoc: value['assoc'] === -1 ? -1 : 0 };
};

const rootNameOf = (fragment: Y.XmlFragment): string | undefined =>
  [...(fragment.doc?.share ?? [])].find(([, type]) => (type as unknown) === fragment)?.[0];

const readState = (state: unknown, root: string | undefined): Json | null => {
  const { user, cursor } = isObject(state) ? state : {};
  if (!isObject(cursor)) return null;
  const [anchor, head] = [readPosition(cursor['anchor'], root), readPosition(cursor['head'], root)];
  const person = presentPerson(user);
  return person && anchor && head ? { user: person, cursor: { anchor, head } } : null;
};

/** The same awareness, whose states of others are read as carets of this note and nothing else. */
export const withReadableCarets = (awareness: Awareness, fragment: Y.XmlFragment): Awareness => {
  const root = rootNameOf(fragment);
  return Object.assign(Object.create(awareness) as Awareness, {
    getStates: () =>
      new Map(
        [...awareness.getStates()].flatMap(([client, state]) => {
          const read = client === awareness.clientID ? state : readState(state, root);
          return read ? [[client, read] as const] : [];
        }),
      ),
  });
};

/** Nobody's caret is shown where one of them cannot be found in the note. */
const guarded = (plugin: Plugin): Plugin => {
  const { state } = plugin.spec;
  if (!state) return plugin;
  const orNone = (read: () => unknown): unknown => {
    try {
      return read();
    } catch {
      return DecorationSet.empty; // reason: a peer chose the position, and y-tiptap looks for it without checks
    }
  };
  plugin.spec.state = {
    init: (...args) => orNone(() => state.init.apply(plugin, args)),
    apply: (...args) => orNone(() => state.apply.apply(plugin, args) as unknown),
  };
  return plugin;
};

export const Carets = CollaborationCaret.extend({
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(guarded);
  },
});
