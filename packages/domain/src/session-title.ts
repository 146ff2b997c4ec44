// What a session is called on screen and in files, with its number or by its title.

/** `shownNumber` is the number after merging, from `sessionNumbers`. */
export interface TitledSession {
  title: string;
  shownNumber: number;
}

/** The title, or "Session 3" for a session without one (M-048). */
export const sessionTitle = ({ title, shownNumber }: TitledSession): string => title || `Session ${shownNumber}`;

/** The number and the title: "Session 3 · The docks", or "Session 3" for a session without a title. */
export const sessionLabel = ({ title, shownNumber }: TitledSession, separator = ' · '): string =>
  `Session ${shownNumber}${title ? `${separator}${title}` : ''}`;
