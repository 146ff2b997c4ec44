// How much of a graph is drawn: laying out a few hundred edges takes a tablet seconds, and thousands freeze the page.

/** Most edges, and most nodes, of a graph. */
export const MOST_DRAWN = 250;
/** Most relationships that the label of an edge names. */
const MOST_NAMED = 3;

/** The words of all that one edge stands for; the list beside the graph has those that are left out. */
export const edgeLabel = (words: readonly string[]): string =>
  [...words.slice(0, MOST_NAMED), ...(words.length > MOST_NAMED ? ['…'] : [])].join(', ');
