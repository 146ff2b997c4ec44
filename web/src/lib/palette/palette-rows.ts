// Owns what a row of the palette is.

export interface PaletteRow {
  id: string;
  group: string;
  label: string;
  hint?: string;
  /** Below what is in the text: rarely wanted. */
  isLast?: boolean;
  icon: 'entity' | 'session' | 'create' | 'action' | 'text';
  /** Words of a passage, the matching ones marked. */
  snippet?: readonly { text: string; isHit: boolean }[];
  entityType?: string;
  run(): void;
}

/** Actions whose words contain every typed word, or all of them when nothing was typed. */
export const matchingActions = (actions: readonly PaletteRow[], query: string): PaletteRow[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter((a) => words.every((w) => a.label.toLowerCase().includes(w)));
};
