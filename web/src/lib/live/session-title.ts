// What a session is called on screen.

/** "Session 4 · The Salt Road", or "Session 4" where it has no title. */
export const sessionTitleOf = ({ shownNumber, title }: { shownNumber: number; title: string }): string =>
  `Session ${shownNumber}${title ? ` · ${title}` : ''}`;
