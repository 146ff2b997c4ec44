// The link mark. It is stored like Tiptap's own (same name and attributes, so that notes are interchangeable),
// without its URL detection, which costs 15 kB. Only http, https and mailto addresses are drawn as links.
import { Mark, mergeAttributes, markPasteRule } from '@tiptap/core';

const SAFE = /^(?:https?:\/\/|mailto:)/i;
const PASTED = /(?:https?:\/\/|mailto:)[^\s<>"']+/gi;

export const LinkMark = Mark.create({
  name: 'link',
  priority: 1000,
  keepOnSplit: false,
  inclusive: false,
  addAttributes: () => ({
    href: { default: null },
    target: { default: null },
    rel: { default: null },
    class: { default: null },
    title: { default: null },
  }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (element) => (SAFE.test(element.getAttribute('href') ?? '') ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => {
    const safe = typeof HTMLAttributes['href'] === 'string' && SAFE.test(HTMLAttributes['href']);
    return [
      'a',
      mergeAttributes(HTMLAttributes, {
        href: safe ? HTMLAttributes['href'] : null,
        target: '_blank',
        rel: 'noopener noreferrer',
      }),
      0,
    ];
  },
  addPasteRules() {
    return [
      markPasteRule({
        find: (text) =>
          [...text.matchAll(PASTED)].map((found) => ({ text: found[0], index: found.index, data: { href: found[0] } })),
        type: this.type,
        getAttributes: (match) => ({ href: match.data?.['href'] as string }),
      }),
    ];
  },
});
