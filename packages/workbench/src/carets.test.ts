// Shows that what a co-GM's presence says, whatever it is, keeps nobody from typing in a note. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import './headless-document.ts';
import type { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { createNoteEditor } from '../../../web/src/lib/editor/note-editor.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 18);
const STATES = 400;
const OWN_CLIENT = 1;
const PERSON = { deviceId: 'theirs', name: 'Ana', color: '#ff0000', place: '' };

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));

interface Note {
  editor: Editor;
  text(): string;
  html(): string;
  /** Errors that nobody caught, and how often the editor was given up. */
  failures: string[];
  /** A co-GM's presence arrives. */
  hear(state: unknown): Promise<void>;
  /** A co-GM types at the end of the note. */
  typeAfar(words: string): void;
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const openNote = async (): Promise<Note> => {
  const doc = new Y.Doc();
  doc.clientID = OWN_CLIENT;
  const fragment = doc.getXmlFragment('note');
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('Hello')]);
  fragment.insert(0, [paragraph]);
  const awareness = new Awareness(doc);
  const failures: string[] = [];
  const onError = (error: Error): void => void failures.push(error.message);
  process.on('uncaughtException', onError);
  const never = (): never => {
    throw new Error('no names here');
  };
  const editor = createNoteEditor({
    element: document.createElement('div'),
    fragment,
    awareness,
    user: { ...PERSON, deviceId: 'own', name: 'Ben' },
    label: 'Note',
    placeholder: '',
    links: { read: never, onOpen: never } as never,
    completion: { choices: never, onCreate: never, onView: () => undefined } as never,
    paste: { read: never, onRemark: never, onPictures: never } as never,
    drawPicture: null,
    onUpdate: () => undefined,
    onNothingTaken: never,
    onBroken: () => void failures.push('broken'),
    onUnknown: () => void failures.push('unknown'),
  });
  await nextTask();
  const theirs = new Awareness(Object.assign(new Y.Doc(), { clientID: 777 }));
  cleanups.push(() => {
    process.off('uncaughtException', onError);
    if (!editor.isDestroyed) editor.destroy();
    awareness.destroy();
    theirs.destroy();
  });
  return {
    editor,
    text: () => (editor.isDestroyed ? '' : editor.getText()),
    html: () => editor.view.dom.innerHTML,
    failures,
    hear: async (state) => {
      theirs.setLocalState(state as Record<string, unknown>);
      applyAwarenessUpdate(awareness, encodeAwarenessUpdate(theirs, [777]), 'relay');
      await nextTask();
    },
    typeAfar: (words) => {
      const other = new Y.Doc();
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
      const last = (other.getXmlFragment('note').get(0) as Y.XmlElement).get(0) as Y.XmlText;
      last.insert(last.length, words);
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), 'relay');
    },
  };
};

/** A value of a form that somebody might expect there, or not. */
const anything = (random: Random, depth = 0): unknown =>
  random.pick<() => unknown>([
    () => null,
    () => random.pick(['note', 'entities', '__proto__', '', 'x'.repeat(4000), '#ff0000', '\u202eanA']),
    () => random.pick([-1, 0, 1, 2, 3, 7, 777, 0.5, -5, 2 ** 53, 1e300]),
    () => random.int(2) === 0,
    () => (depth > 3 ? [] : [anything(random, depth + 1)]),
    () => (depth > 3 ? {} : stateLike(random, depth + 1)),
  ])();
const KEYS = ['user', 'cursor', 'anchor', 'head', 'type', 'item', 'tname', 'assoc', 'client', 'clock', 'name', 'color'];
const stateLike = (random: Random, depth = 0): Record<string, unknown> =>
  Object.fromEntries(KEYS.filter(() => random.int(3) === 0).map((key) => [key, anything(random, depth + 1)]));
const positionLike = (random: Random): unknown =>
  random.pick<() => unknown>([
    () => ({ tname: 'note', assoc: anything(random) }),
    () => ({ type: { client: OWN_CLIENT, clock: random.int(9) }, item: anything(random) }),
    () => ({ type: anything(random), item: { client: OWN_CLIENT, clock: random.int(9) } }),
    () => ({ item: { client: random.int(3), clock: random.int(20) - 5 } }),
    () => anything(random),
  ])();
const hostileState = (random: Random): unknown =>
  random.int(4) === 0
    ? anything(random)
    : {
        user: random.int(2) === 0 ? PERSON : anything(random),
        cursor: { anchor: positionLike(random), head: positionLike(random) },
      };

describe('presence of a hostile co-GM (18)', () => {
  it('shows the caret of an honest one, with a name that is cut and turns no text around', async () => {
    const note = await openNote();
    const at = { type: { client: OWN_CLIENT, clock: 1 }, tname: null, item: null, assoc: 0 };
    await note.hear({ user: { ...PERSON, name: `\u202eAna${'x'.repeat(4000)}` }, cursor: { anchor: at, head: at } });
    expect(note.html()).toContain(`Ana${'x'.repeat(56)}<`);
    expect(note.html()).not.toContain('\u202e');
    expect(note.failures).toEqual([]);
  });

  it.each([
    ['a caret without a place', { cursor: {} }],
    ['a caret that is a word', { cursor: 'here' }],
    ['a place that is null', { user: PERSON, cursor: { anchor: null, head: null } }],
    ['a user who is a number', { user: 5, cursor: { anchor: { tname: 'note' }, head: { tname: 'note' } } }],
    ['a place before the first', { user: PERSON, cursor: { anchor: { type: { client: 1, clock: -5 } }, head: null } }],
  ])('%s closes no note: others type on in it', async (_what, state) => {
    const note = await openNote();
    await note.hear(state);
    note.typeAfar(' world');
    note.editor.commands.insertContentAt(1, 'Oh. ');
    expect(note.text()).toBe('Oh. Hello world');
    expect(note.failures).toEqual([]);
  });

  it(`takes any state without closing the note (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const note = await openNote();
    for (let n = 0; n < STATES; n++) {
      const state = hostileState(random);
      await note.hear(state);
      note.typeAfar('.');
      expect([n, state, note.failures, note.text()]).toEqual([n, state, [], `Hello${'.'.repeat(n + 1)}`]);
    }
  });
});
