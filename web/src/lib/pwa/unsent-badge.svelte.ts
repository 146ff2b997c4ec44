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

export interface UnsentCounts {
  /** How many documents of the open campaign have unsent edits; null while none is open. */
  here(): { campaignId: string; unsent: number } | null;
  /** The same of the campaigns of this device that are synced, without this one. */
  elsewhere(campaignId: string): Promise<number>;
}

/** Keeps the badge up to date; call while a component is initialized. */
export const keepUnsentBadge = ({ here, elsewhere }: UnsentCounts): void => {
  let last: ReturnType<UnsentCounts['here']> = null;
  const show = async (): Promise<void> => {
    const shown = last;
    if (!shown) return;
    const others = await elsewhere(shown.campaignId);
    if (shown === last) showUnsentBadge(shown.unsent + others);
  };
  $effect(() => {
    last = here();
    const timer = setTimeout(() => void show(), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    // A page that goes to the background may be closed before its timers run, and so may a campaign that is left.
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') void show();
    };
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      void show();
    };
  });
};
