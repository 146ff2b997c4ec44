// A row of the palette, and finding actions by their words.
import { matchesWords } from '@emberkeep/domain';

export interface PaletteRow {
  id: string;
  group: string;
  label: string;
  hint?: string;
  /** Words that find it, and are not shown. */
  terms?: string;
  /** What it is shown as, beside the others of its group, where the group's heading says the rest of the label. */
  chip?: string;
  /** Shown below the passages. */
  isLast?: boolean;
  icon: 'entity' | 'session' | 'create' | 'action' | 'text';
  /** A passage in runs; those that match are marked. */
  snippet?: readonly { text: string; isHit: boolean }[];
  entityType?: string;
  run(): void;
}

/** Actions whose words contain every typed word, or all of them when nothing was typed. */
export const matchingActions = (actions: readonly PaletteRow[], query: string): PaletteRow[] =>
  actions.filter((action) => matchesWords(`${action.label} ${action.terms ?? ''}`, query));
