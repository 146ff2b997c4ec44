// Links to the log of a session, as a folder of notes names them: by title, number or date.
import { nameKey } from './name-index.ts';

/** `number`: the one that is shown. `date`: ISO day, or empty. */
export interface LinkableSession {
  id: string;
  shownNumber: number;
  title: string;
  date: string;
}

/** `Session 9 - The loft`, `Session 9`; the words after the number are a title. */
const NUMBERED = /^session\s*#?\s*(\d{1,6})(?:\s*[-–—:.]\s*(.*))?$/i;

/** The session that a link names; null where none or several fit. */
export const sessionOfLink = <S extends LinkableSession>(sessions: readonly S[], name: string): S | null => {
  const [, number, title = ''] = NUMBERED.exec(name.trim()) ?? [];
  if (name.trim() === '') return null;
  const wanted = nameKey(title || name);
  const fits = (session: S): boolean =>
    number === undefined
      ? nameKey(session.title) === wanted || (session.date !== '' && session.date === name.trim())
      : session.shownNumber === Number(number) &&
        (title === '' || nameKey(session.title) === wanted || session.title === '');
  const found = sessions.filter(fits);
  return found.length === 1 ? found[0]! : null;
};
