// Handouts: a text, a picture or both, which a GM shows to players at the table and takes back. What is shown now is
// derived from the showings that nobody has taken back, so that two GMs may show and take back while apart.
import { entries, hidden, json, line, ref } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const HANDOUT = defineRecord({
  kind: 'handout',
  root: 'handouts',
  home: 'ledger',
  label: 'Handout',
  plural: 'Handouts',
  title: 'title',
  fields: {
    title: line('table', 'Title'),
    caption: line('table', 'Caption'),
    /** Whom or what it shows, for the GM: the title is what players read. */
    about: line('gm', 'For you only'),
    /**
     * Whose portrait it is, and the name that was made its title. Players read that title as the entity's name, so that a
     * name it no longer has tells them nothing.
     */
    portraitOf: ref('gm', 'Portrait of', 'entity', { input: 'hidden' }),
    portraitName: hidden('gm', 'Name when it was made'),
    /** An AttachedPicture; null for none. Read it with `handoutPicture`. */
    picture: json('gm', 'Picture', { input: 'hidden' }),
    /** Each time it was shown, by the id of that showing. Read them with `handoutShowings`. */
    shows: entries('gm', 'Shown', { input: 'hidden' }),
    /** When showings were taken back, Unix milliseconds, by their ids. */
    ends: entries('gm', 'Taken back', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
  texts: {
    words: { label: 'Text', audience: 'table' },
  },
});
export type Handout = RecordOf<typeof HANDOUT>;
