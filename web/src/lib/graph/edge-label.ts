// How the label of an edge looks in both graphs, as an inline style: SvelteFlow takes no class for it.

export const EDGE_LABEL_STYLE = [
  'fill: var(--text)',
  'background: var(--surface)',
  'color: var(--text)',
  'padding: 2px 6px',
  'border-radius: 6px',
  'font-size: 12px',
].join('; ');
