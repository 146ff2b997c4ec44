// Maps an HTML tree (hast) to note nodes. Every text of a page arrives whatever it is nested in; only what carries code
// or describes the page is left out. A note holds no markup, so addresses are all that has to be checked.
import type { Element } from 'hast';
import { appendAll, isSafeLink, withoutTables, type NoteMark, type NoteNode } from '@emberkeep/domain';
import { property, type Child } from './hast-elements.ts';
import { noteLists, type NoteListItem } from './note-lists.ts';
import { joinText, withMark } from './note-marks.ts';
import { widthToFill } from './table-width.ts';

type Marks = readonly NoteMark[];

/** Blocks that are finished, and the line of text that is being filled. */
interface Flow {
  readonly blocks: NoteNode[];
  line: NoteNode[];
}

const LEFT_OUT = new Set(['script', 'style', 'template', 'head', 'iframe']);

/** Elements that start and end a line and mean nothing more. Unknown elements are part of a line. */
const PLAIN_BLOCKS = new Set(
  (
    'address article aside body caption center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'header hgroup html legend li main nav noscript optgroup option p search section summary tbody td tfoot th thead tr'
  ).split(' '),
);

const MARK_OF_TAG: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  em: 'italic',
  i: 'italic',
  mark: 'italic',
  u: 'italic',
  del: 'strike',
  s: 'strike',
  strike: 'strike',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
  var: 'code',
};

/** Addresses that run code, are the whole picture as text, or lead nowhere from another device. */
const CODE_ADDRESS = /^\s*(?:javascript|data|vbscript|file|blob|cid):/i;
/** A picture that stands for a sign: chats write these for 🙂. */
const EMOJI = /^\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200D|\uFE0F)*$/u;
/** Most columns that one cell may span. */
const MAX_SPAN = 50;

const elementsOf = (element: Element, isWanted: (tag: string) => boolean): Element[] =>
  element.children.filter((child): child is Element => child.type === 'element' && isWanted(child.tagName));

const isSpace = (node: NoteNode): boolean => node.type === 'hardBreak' || (node.text ?? '').trim() === '';

/** Removes the space and the breaks at the end of a line. */
const trimEnd = (line: NoteNode[]): NoteNode[] => {
  const content = [...line];
  while (content.length > 0 && isSpace(content.at(-1)!)) content.pop();
  const last = content.at(-1);
  return last ? [...content.slice(0, -1), { ...last, text: (last.text ?? '').trimEnd() }] : [];
};

const endLine = (flow: Flow): void => {
  const content = joinText(trimEnd(flow.line));
  flow.line = [];
  if (content.length > 0) flow.blocks.push({ type: 'paragraph', content });
};

const addText = (flow: Flow, text: string, marks: Marks): void => {
  const last = flow.line.at(-1);
  const isAfterSpace = !last || last.type === 'hardBreak' || (last.text ?? '').endsWith(' ');
  const collapsed = text.replace(/[ \t\n\r\f]+/g, ' ');
  const value = isAfterSpace ? collapsed.replace(/^ /, '') : collapsed;
  if (value !== '') flow.line.push({ type: 'text', text: value, ...(marks.length > 0 ? { marks: [...marks] } : {}) });
};

const addBreak = (flow: Flow): void => {
  const last = flow.line.at(-1);
  if (!last) return;
  if (last.type === 'text') last.text = (last.text ?? '').replace(/ $/, '');
  flow.line.push({ type: 'hardBreak' });
};

/** Code combines with no other mark. */
const addMark = (marks: Marks, mark: NoteMark): Marks => {
  if (marks.some((m) => m.type === 'code')) return marks;
  return mark.type === 'code' ? [mark] : withMark(marks, mark);
};

/** A mark that an element's style sets or takes away: word processors write no other signs of bold text. */
const styledMark = (marks: Marks, type: string, isSet: boolean | null): Marks => {
  if (isSet === null) return marks;
  return isSet ? addMark(marks, { type }) : marks.filter((mark) => mark.type !== type);
};

const marksOf = (element: Element, marks: Marks): Marks => {
  const type = Object.hasOwn(MARK_OF_TAG, element.tagName) ? MARK_OF_TAG[element.tagName] : undefined;
  const style = property(element, 'style');
  const weight = /font-weight\s*:\s*(\w+)/i.exec(style)?.[1];
  const slant = /font-style\s*:\s*(\w+)/i.exec(style)?.[1];
  const isStruck = /text-decoration[\w-]*\s*:[^;]*line-through/i.test(style);
  const tagged = type ? addMark(marks, { type }) : marks;
  const weighted = styledMark(tagged, 'bold', weight ? /^(?:bold|bolder|[6-9]00)$/i.test(weight) : null);
  const slanted = styledMark(weighted, 'italic', slant ? /^(?:italic|oblique)$/i.test(slant) : null);
  return styledMark(slanted, 'strike', isStruck ? true : null);
};

const addLink = (flow: Flow, element: Element, marks: Marks): void => {
  const href = property(element, 'href').trim();
  if (isSafeLink(href)) return addAll(flow, element.children, addMark(marks, { type: 'link', attrs: { href } }));
  addAll(flow, element.children, marks);
  if (href !== '' && !CODE_ADDRESS.test(href)) addText(flow, ` (${href})`, marks);
};

/** True for a picture that is only a sign of the text. */
export const isEmoji = (element: Element): boolean => EMOJI.test(property(element, 'alt'));

const addImage = (flow: Flow, element: Element, marks: Marks): void => {
  const [alt, address] = [property(element, 'alt'), property(element, 'src')];
  if (isEmoji(element)) return addText(flow, alt, marks);
  const src = CODE_ADDRESS.test(address) ? '' : address;
  if (alt !== '' || src !== '') addText(flow, `![${alt}](${src})`, marks);
};

const isCheckbox = (element: Element): boolean =>
  element.tagName === 'input' && property(element, 'type').toLowerCase() === 'checkbox';

const addInline = (flow: Flow, element: Element, marks: Marks): void => {
  switch (element.tagName) {
    case 'br':
      return addBreak(flow);
    case 'a':
      return addLink(flow, element, marksOf(element, marks));
    case 'img':
      return addImage(flow, element, marks);
    case 'input':
      return isCheckbox(element) ? undefined : addText(flow, property(element, 'value'), marks);
    case 'q':
      addText(flow, '“', marks);
      addAll(flow, element.children, marks);
      return addText(flow, '”', marks);
    default:
      return addAll(flow, element.children, marksOf(element, marks));
  }
};

const add = (flow: Flow, node: Child, marks: Marks): void => {
  if (node.type === 'text') return addText(flow, node.value, marks);
  if (node.type !== 'element' || LEFT_OUT.has(node.tagName)) return;
  const toBlocks = Object.hasOwn(BLOCKS, node.tagName) ? BLOCKS[node.tagName] : undefined;
  const isBlock = toBlocks !== undefined || PLAIN_BLOCKS.has(node.tagName);
  if (isBlock) endLine(flow);
  if (toBlocks) for (const block of toBlocks(node, marks)) flow.blocks.push(block);
  else if (isBlock) addAll(flow, node.children, marks);
  else addInline(flow, node, marks);
  if (isBlock) endLine(flow);
};

const addAll = (flow: Flow, nodes: readonly Child[], marks: Marks): void => {
  for (const node of nodes) add(flow, node, marks);
};

/** The nodes of a page, or of a part of it, as blocks. */
export const hastToNote = (nodes: readonly Child[], marks: Marks = []): NoteNode[] => {
  const flow: Flow = { blocks: [], line: [] };
  addAll(flow, nodes, marks);
  endLine(flow);
  return flow.blocks;
};

/** A heading is one line: blocks after its first stay blocks of their own. */
const heading = (element: Element, marks: Marks): NoteNode[] => {
  const [first, ...rest] = hastToNote(element.children, marks);
  if (first?.type !== 'paragraph') return first ? [first, ...rest] : [];
  return [{ ...first, type: 'heading', attrs: { level: Number(element.tagName.slice(1)) } }, ...rest];
};

/** The checkbox of a list item, not one of a list inside it. */
const checkboxOf = (element: Element): Element | undefined => {
  for (const child of elementsOf(element, (tag) => !/^[ou]l$/.test(tag))) {
    const found = isCheckbox(child) ? child : checkboxOf(child);
    if (found) return found;
  }
  return undefined;
};

const itemOf = (element: Element, marks: Marks): NoteListItem => {
  const checkbox = checkboxOf(element);
  const checked = checkbox ? (checkbox.properties['checked'] ?? false) !== false : null;
  return { checked, content: hastToNote(element.children, marks) };
};

/** Word processors write a nested list beside its item: it belongs to the item before it. */
const list = (element: Element, marks: Marks): NoteNode[] => {
  const items: NoteListItem[] = [];
  for (const child of element.children) {
    if (child.type === 'element' && child.tagName === 'li') {
      items.push(itemOf(child, marks));
      continue;
    }
    const content = hastToNote([child], marks);
    const isNested = content.every((block) => /List$/.test(block.type));
    const before = isNested ? items.at(-1) : undefined;
    if (before) appendAll(before.content, content);
    else if (content.length > 0) items.push({ checked: null, content });
  }
  const start = Number(element.properties['start'] ?? 1);
  return noteLists(items, element.tagName === 'ol' ? { start: Number.isSafeInteger(start) ? start : 1 } : null);
};

const isCell = (tag: string): boolean => tag === 'td' || tag === 'th';

const emptyCell = (): NoteNode => ({ type: 'tableCell', content: [{ type: 'paragraph' }] });

const cellsOf = (row: Element, marks: Marks): NoteNode[] =>
  elementsOf(row, isCell).flatMap((cell) => {
    const content = withoutTables(hastToNote(cell.children, marks));
    const span = Math.min(MAX_SPAN, Math.max(1, Number(cell.properties['colSpan']) || 1));
    const type = cell.tagName === 'th' ? 'tableHeader' : 'tableCell';
    return [
      { type, content: content.length > 0 ? content : [{ type: 'paragraph' }] },
      ...Array.from({ length: span - 1 }, emptyCell),
    ];
  });

/** The rows of a table, and what is in it and in no cell. */
const partsOf = (table: Element): { rows: Element[]; loose: Child[] } => {
  const rows: Element[] = [];
  const loose: Child[] = [];
  for (const child of table.children) {
    if (child.type === 'element' && /^(?:thead|tbody|tfoot)$/.test(child.tagName)) {
      const inner = partsOf(child);
      appendAll(rows, inner.rows);
      appendAll(loose, inner.loose);
    } else if (child.type === 'element' && child.tagName === 'tr') {
      rows.push(child);
      appendAll(
        loose,
        child.children.filter((node) => node.type !== 'element' || !isCell(node.tagName)),
      );
    } else loose.push(child);
  }
  return { rows, loose };
};

/** A table of one cell only lays out a page. Short rows are filled up: every row of a note's table is as wide. */
const table = (element: Element, marks: Marks): NoteNode[] => {
  const { rows, loose } = partsOf(element);
  const cells = rows.map((row) => cellsOf(row, marks)).filter((row) => row.length > 0);
  const before = hastToNote(loose, marks);
  if (cells.length === 0) return before;
  if (cells.length === 1 && cells[0]!.length === 1) return [...before, ...(cells[0]![0]!.content ?? [])];
  const width = widthToFill(cells.map((row) => row.length));
  const content = cells.map((row): NoteNode => ({
    type: 'tableRow',
    content: [...row, ...Array.from({ length: Math.max(0, width - row.length) }, emptyCell)],
  }));
  return [...before, { type: 'table', content }];
};

const quote = (element: Element, marks: Marks): NoteNode[] => {
  const content = hastToNote(element.children, marks);
  return content.length > 0 ? [{ type: 'blockquote', content }] : [];
};

const rawText = (node: Child): string => {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element' || LEFT_OUT.has(node.tagName)) return '';
  if (node.tagName === 'img') return property(node, 'alt');
  return node.tagName === 'br' ? '\n' : node.children.map(rawText).join('');
};

const languageOf = (element: Element): string | undefined =>
  [element, ...elementsOf(element, (tag) => tag === 'code')]
    .flatMap((part) => ([] as unknown[]).concat(part.properties['className'] ?? []))
    .map((name) => /^language-(.+)$/.exec(String(name))?.[1])
    .find((language) => language !== undefined);

const code = (element: Element): NoteNode[] => {
  const text = rawText(element).replace(/\n$/, '');
  if (text.trim() === '') return [];
  const language = languageOf(element);
  return [{ type: 'codeBlock', ...(language ? { attrs: { language } } : {}), content: [{ type: 'text', text }] }];
};

/** What elements become that are more than a line of text. */
const BLOCKS: Readonly<Record<string, (element: Element, marks: Marks) => NoteNode[]>> = {
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  ul: list,
  ol: list,
  menu: list,
  dir: list,
  table,
  blockquote: quote,
  pre: code,
  listing: code,
  xmp: code,
  plaintext: code,
  hr: () => [{ type: 'horizontalRule' }],
};
