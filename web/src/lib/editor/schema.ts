// The editor's schema. Names are append-only and listed in packages/domain/src/note.ts: the binding of an older
// version deletes a node that it cannot build, for everybody.
import type { Extensions } from '@tiptap/core';
import Blockquote from '@tiptap/extension-blockquote';
import Bold from '@tiptap/extension-bold';
import Code from '@tiptap/extension-code';
import CodeBlock from '@tiptap/extension-code-block';
import Document from '@tiptap/extension-document';
import HardBreak from '@tiptap/extension-hard-break';
import Heading from '@tiptap/extension-heading';
import HorizontalRule from '@tiptap/extension-horizontal-rule';
import Italic from '@tiptap/extension-italic';
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import Paragraph from '@tiptap/extension-paragraph';
import Strike from '@tiptap/extension-strike';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import Text from '@tiptap/extension-text';
import { LinkMark } from './link-mark.ts';
import { Picture, PictureCaption, type PictureOptions } from './picture-node.ts';

/** Its marks, bars and columns are on the side where its first letter is. Only drawn: it is no part of the stored note. */
const IN_ITS_DIRECTION = { HTMLAttributes: { dir: 'auto' } };

/** Every extension that changes the stored form of a note. `draw`: how it shows its pictures. */
export const noteExtensions = (draw: PictureOptions['draw'] = null): Extensions => [
  Document,
  Paragraph,
  Text,
  Bold,
  Italic,
  Strike,
  Code,
  Blockquote.configure(IN_ITS_DIRECTION),
  BulletList.configure(IN_ITS_DIRECTION),
  OrderedList.configure(IN_ITS_DIRECTION),
  ListItem,
  ListKeymap,
  TaskList.configure(IN_ITS_DIRECTION),
  TaskItem.configure({ nested: true }),
  CodeBlock,
  HardBreak,
  HorizontalRule,
  Heading.configure({ levels: [1, 2, 3, 4, 5, 6] }),
  LinkMark,
  Table.configure({ resizable: false, ...IN_ITS_DIRECTION }),
  TableRow,
  TableHeader,
  TableCell,
  Picture.configure({ draw }),
  PictureCaption,
];
