// Owns keeping the screen on while Play is on it. Where the browser has no such thing, nothing happens and nothing is lost.

/** Asks for the lock now and whenever the page comes back to the front; gives the way to let go. */
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
      lock = null; // battery saver, or no permission: the screen goes dark as it always did
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
