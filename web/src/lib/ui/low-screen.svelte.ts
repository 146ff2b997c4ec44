// Whether the screen is too low for every bar: the on-screen keyboard is up, a phone lies on its side, or the page is
// zoomed. Then the bars of a session fold, and there is space to read and write.

/** Lowest screen that shows every bar, px. */
const LOW_BELOW = 560;

class LowScreen {
  isLow = $state(false);
  /** The GM asked for the folded bars. */
  showsBars = $state(false);

  /** Keeps `isLow` and the CSS variable `--visible-height` up to date; gives a function that stops it. */
  watch(): () => void {
    const viewport = window.visualViewport;
    const measure = (): void => {
      // Some keyboards cover the page instead of shrinking it. `scale` is the zoom by pinch, which folds nothing.
      const height = Math.min(window.innerHeight, viewport ? viewport.height * viewport.scale : Infinity);
      this.isLow = height < LOW_BELOW;
      if (!this.isLow) this.showsBars = false;
      document.documentElement.style.setProperty('--visible-height', `${Math.ceil(height)}px`);
    };
    measure();
    window.addEventListener('resize', measure);
    viewport?.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('resize', measure);
      viewport?.removeEventListener('resize', measure);
    };
  }
}

export const lowScreen = new LowScreen();
