/** True while keys belong to a text field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * True while the GM writes in a field outside of `place`. What is loaded late asks this before it takes the focus: keys
 * that are meant for another field must not go to it.
 */
export const isTypingOutside = (place: Node): boolean =>
  isTyping(document.activeElement) && !place.contains(document.activeElement);
