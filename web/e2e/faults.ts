// What is wrong with the controls of a page: covered, cut, or off the side.
import type { Page } from '@playwright/test';

/**
 * Controls that something else lies over, words that a button cuts, and what sticks out at the side. What is scrolled out
 * of its pane is not looked at.
 */
export const faults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const name = (e: Element): string =>
      `${e.tagName.toLowerCase()} “${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}”`;
    /** The part of an element that its scrolling ancestors show. */
    const shownBox = (element: Element): DOMRect => {
      let { left, right, top, bottom } = element.getBoundingClientRect();
      for (let each = element.parentElement; each; each = each.parentElement) {
        if (getComputedStyle(each).overflow === 'visible') continue;
        const clip = each.getBoundingClientRect();
        [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
        [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const isOver = (element: Element, x: number, y: number): boolean => {
      const hit = document.elementFromPoint(x, y);
      return (
        hit !== null &&
        !element.contains(hit) &&
        !hit.contains(element) &&
        !hit.closest('label')?.contains(element) &&
        !hit.matches('[role=separator]')
      );
    };
    const controls = [...document.querySelectorAll('body :is(button, a, input, select, textarea)')].filter((e) =>
      e.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
    );
    return controls.flatMap((element) => {
      const box = shownBox(element);
      if (box.width < 12 || box.height < 12 || element.matches('.visually-hidden, .skip')) return [];
      const y = box.top + box.height / 2;
      const found = [box.left + 5, box.left + box.width / 2, box.right - 5].some((x) => isOver(element, x, y))
        ? [`covered: ${name(element)}`]
        : [];
      if (element.matches('.button') && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut: ${name(element)}`);
      if (element.getBoundingClientRect().right > innerWidth + 1 && box.right >= innerWidth - 1) {
        const scrolls = [...document.querySelectorAll('*')].some(
          (e) =>
            e.contains(element) && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth,
        );
        if (!scrolls) found.push(`sticks out: ${name(element)}`);
      }
      return found;
    });
  });
