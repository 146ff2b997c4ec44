// What is on a day of the calendar, in words, and where each of it leads.
import { eventWords, sessionLabel, type DayItem, type MoonTurn } from '@emberkeep/domain';
import type { ListedSession } from '@emberkeep/store';
import { m } from '#messages';

export type Item = DayItem<ListedSession>;

/** What the marks of the grid are drawn by. */
export type MarkKind = 'festival' | 'note' | 'moon' | 'due' | 'session' | 'event';

export interface ItemWords {
  kind: MarkKind;
  /** The kind in words, which stands before the name. */
  label: string;
  name: string;
  /** Null for what is opened on the calendar itself. */
  href: string | null;
  /** Reached, failed or happened: shown as no longer open. */
  isOver: boolean;
}

/** What the words of items are made with. */
export interface WordsContext {
  base: string;
  nameOf(id: string): string;
  currency: string;
}

const TURNS: Readonly<Record<MoonTurn, () => string>> = {
  new: () => m.calendar_items_new_moon(),
  'first quarter': () => m.calendar_items_first_quarter(),
  full: () => m.calendar_items_full_moon(),
  'last quarter': () => m.calendar_items_last_quarter(),
};

export const wordsOfItem = (item: Item, { base, nameOf, currency }: WordsContext): ItemWords => {
  const isOver = false;
  switch (item.type) {
    case 'entry': {
      const { entry, nth } = item;
      const name = entry.name || m.records_recordSection_untitled();
      const isFestival = entry.entryKind === 'festival';
      return {
        kind: isFestival ? 'festival' : 'note',
        label: isFestival ? m.calendar_items_festival() : m.calendar_items_note(),
        name: entry.lasts > 1 ? m.calendar_items_nth_day({ name, nth, lasts: entry.lasts }) : name,
        href: null,
        isOver,
      };
    }
    case 'moon':
      return { kind: 'moon', label: TURNS[item.turn](), name: item.name, href: null, isOver };
    case 'goal':
      return {
        kind: 'due',
        label: m.calendar_items_deadline(),
        name: item.goal.name,
        href: `${base}/goals`,
        isOver: item.goal.status !== 'active',
      };
    case 'consequence': {
      const { trigger, effect, isDone } = item.consequence;
      const name = [trigger, effect].filter(Boolean).join(' → ');
      return { kind: 'due', label: m.calendar_items_consequence(), name, href: `${base}/notebook`, isOver: isDone };
    }
    case 'session':
      return {
        kind: 'session',
        label: m.calendar_items_session(),
        name: sessionLabel(item.session),
        href: `${base}/sessions/${item.session.id}/record`,
        isOver,
      };
    case 'event': {
      const { event } = item;
      const name = eventWords(event, nameOf, currency);
      return {
        kind: 'event',
        label: m.calendar_items_event(),
        name,
        href: `${base}/sessions/${event.sessionId}/log`,
        isOver,
      };
    }
    case 'log': {
      const { entityId, text } = item.entry;
      const href = entityId === '' ? null : `${base}/entities/${entityId}`;
      return { kind: 'event', label: nameOf(entityId), name: text, href, isOver };
    }
  }
};

/** A session on the day on which it is played, or is to be. */
export const wordsOfSession = (session: ListedSession, base: string, standing: string): ItemWords => ({
  kind: 'session',
  label: standing,
  name: sessionLabel(session),
  href: `${base}/sessions/${session.id}/record`,
  isOver: session.status === 'cancelled',
});
