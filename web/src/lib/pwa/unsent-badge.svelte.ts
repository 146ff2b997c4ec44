// A number on the app's icon while this device holds edits that nobody else has: how many documents they are in. It stays
// when the app is closed, so that a GM sees it on the home screen. Browsers without badges, or that were not allowed to
// show one, show nothing.
/** How long a number stands before it is shown, ms: every keystroke is unsent for a moment. */
const SHOWN_AFTER_MS = 3000;

type BadgeDevice = Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>;

export const showUnsentBadge = (unsent: number, device: Partial<BadgeDevice> = navigator): void => {
  const shown = unsent > 0 ? device.setAppBadge?.(unsent) : device.clearAppBadge?.();
  // Refused, for example where notifications are not allowed: a convenience is missing.
  void shown?.catch(() => undefined);
};

/** Keeps the badge up to date; call while a component is initialized. `unsent`: documents with unsent edits. */
export const keepUnsentBadge = (unsent: () => number): void => {
  $effect(() => {
    const count = unsent();
    const timer = setTimeout(() => showUnsentBadge(count), SHOWN_AFTER_MS);
    // A page that goes to the background may be closed before its timers run.
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') showUnsentBadge(count);
    };
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onHidden);
    };
  });
};
