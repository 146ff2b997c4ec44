// The link mark. It is stored like Tiptap's own (same name and attributes, so that notes are interchangeable),
// without its URL detection, which costs 15 kB. Only http, https and mailto addresses are drawn as links.
import { Mark, mergeAttributes, markPasteRule } from '@tiptap/core';
import { isSafeLink } from '@emberkeep/domain';

const PASTED = /(?:https?:\/\/|mailto:)[^\s<>"']+/gi;

export const LinkMark = Mark.create({
  name: 'link',
  priority: 1000,
  keepOnSplit: false,
  inclusive: false,
  // Of what is pasted the address is kept, and the title, which a pointer shows; both may be of any length there.
  addAttributes: () => ({
    href: { default: null },
    title: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute('title')?.slice(0, 500) ?? null },
    ...Object.fromEntries(['target', 'rel', 'class'].map((name) => [name, { default: null, parseHTML: () => null }])),
  }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (element) => (isSafeLink(element.getAttribute('href')) ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => [
    'a',
    mergeAttributes(HTMLAttributes, {
      href: isSafeLink(HTMLAttributes['href']) ? HTMLAttributes['href'] : null,
      target: '_blank',
      rel: 'noopener noreferrer',
    }),
    0,
  ],
  addPasteRules() {
    return [
      markPasteRule({
        find: (text) =>
          [...text.matchAll(PASTED)]
            .filter(([address]) => isSafeLink(address))
            .map((found) => ({ text: found[0], index: found.index, data: { href: found[0] } })),
        type: this.type,
        getAttributes: (match) => ({ href: match.data?.['href'] as string }),
      }),
    ];
  },
});
