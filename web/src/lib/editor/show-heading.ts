// Brings the heading that a link names into sight, once the note that was opened is drawn.

/** How long a note may take to be drawn, ms. */
const PATIENCE_MS = 5000;

const HEADINGS = 'h1, h2, h3, h4, h5, h6';

const keyOf = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** Null until it is drawn. `from`: the note with the link, whose own headings do not count. */
const findHeading = (heading: string, from: Element | null): Element | null =>
  [...document.querySelectorAll(HEADINGS)].find(
    (each) => !from?.contains(each) && keyOf(each.textContent) === keyOf(heading),
  ) ?? null;

/** Scrolls to a heading as soon as it is on the page; does nothing for an empty one, or where it never comes. */
export const showHeading = (heading: string, from: Element | null): void => {
  if (heading === '') return;
  const observer = new MutationObserver(() => show());
  const show = (): void => {
    const found = findHeading(heading, from);
    if (!found) return;
    observer.disconnect();
    clearTimeout(timer);
    found.scrollIntoView({ block: 'start' });
  };
  const timer = setTimeout(() => observer.disconnect(), PATIENCE_MS);
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  show();
};
