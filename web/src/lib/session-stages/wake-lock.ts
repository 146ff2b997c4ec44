// Keeps the screen on while Play is shown. Where the browser has no wake lock, the screen goes dark as usual.

/** Asks for the lock now and whenever the page is shown again; returns what releases it. */
export const keepAwake = (): (() => void) => {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const ask = async (): Promise<void> => {
    if (over || document.hidden || !('wakeLock' in navigator)) return;
    try {
      const got = await navigator.wakeLock.request('screen');
      if (over) await got.release();
      else lock = got;
    } catch {
      lock = null; // battery saver or no permission: the screen goes dark as usual
    }
  };
  const again = (): void => void ask();
  document.addEventListener('visibilitychange', again);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
};
