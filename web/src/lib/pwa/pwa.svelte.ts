// Owns being an installed app: the service worker, asking before an update, and installing. An update never reloads by
// itself: only the tab where Update was pressed reloads, after every tab reported its writes on disk.
import { Workbox } from 'workbox-window';

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

type TabNote =
  | { type: 'prepare'; id: string }
  | { type: 'saved'; id: string; good: boolean; tab: string }
  | { type: 'here'; id: string; tab: string }
  | { type: 'updated' };

/** How long to wait for other tabs to answer at all, ms; a tab that is frozen cannot and has nothing unsaved in flight. */
const ANSWER_MS = 400;
/** How long a tab that answered may take to write, ms. */
const SAVE_MS = 10_000;
/** How long the new worker may take to take over, ms. */
const TAKEOVER_MS = 20_000;

class Pwa {
  updateReady = $state(false);
  /** Another tab took the update: this one still runs the old version until it is reloaded. */
  updatedElsewhere = $state(false);
  updating = $state(false);
  offlineReady = $state(false);
  canInstall = $state(false);
  isInstalled = $state(false);
  isIpad = $state(false);
  #workbox: Workbox | null = null;
  #prompt: InstallPrompt | null = null;
  #pressedHere = false;
  #channel: BroadcastChannel | null = null;
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('-');

  /** `save` writes everything to disk and says whether it could. */
  start(save: () => Promise<boolean>): void {
    this.isInstalled =
      matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;
    this.isIpad =
      /iPad|iPhone/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
      this.canInstall = true;
    });
    window.addEventListener('appinstalled', () => {
      this.canInstall = false;
      this.isInstalled = true;
    });
    this.#channel = new BroadcastChannel('emberkeep-update');
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabNote>) => {
      if (data.type === 'prepare') {
        this.#channel?.postMessage({ type: 'here', id: data.id, tab: this.#tab } satisfies TabNote);
        void save().then((good) =>
          this.#channel?.postMessage({ type: 'saved', id: data.id, good, tab: this.#tab } satisfies TabNote),
        );
      } else if (data.type === 'updated' && !this.#pressedHere) {
        this.updatedElsewhere = true;
        this.updateReady = false;
      }
    });
    this.#save = save;
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    const hadController = navigator.serviceWorker.controller !== null;
    this.offlineReady = hadController;
    const workbox = new Workbox('/service-worker.js', { type: 'classic' });
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => (this.updateReady = true));
    workbox.addEventListener('activated', () => (this.offlineReady = true));
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      this.offlineReady = true;
      if (!hadController) return; // the first worker taking over is no update
      if (this.#pressedHere) location.reload();
      else this.updatedElsewhere = true;
    });
    void workbox.register().catch(() => undefined); // no worker (a private window): the app still runs while open
    const look = (): void => void workbox.update().catch(() => undefined);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
    setInterval(look, 3_600_000);
  }
  #save: () => Promise<boolean> = () => Promise.resolve(true);

  /** Update was pressed here. Resolves false when something could not be saved; nothing happens then. */
  async update(): Promise<boolean> {
    this.updating = true;
    const good = (await this.#save()) && (await this.#othersSaved());
    if (!good) {
      this.updating = false;
      return false;
    }
    this.#pressedHere = true;
    this.#channel?.postMessage({ type: 'updated' } satisfies TabNote);
    this.#workbox?.messageSkipWaiting();
    // A browser may let the worker of before go on for minutes, and say nothing: this tab comes back then, and the new version is offered
    // again where it could not take over yet. What was typed meanwhile is on disk first; where it cannot be, nothing reloads.
    setTimeout(
      () => void this.#save().then((isSaved) => (isSaved ? location.reload() : (this.updating = false))),
      TAKEOVER_MS,
    );
    return true;
  }

  #othersSaved(): Promise<boolean> {
    const channel = this.#channel;
    if (!channel) return Promise.resolve(true);
    const id = crypto.getRandomValues(new Uint32Array(2)).join('-');
    const waiting = new Set<string>();
    let good = true;
    return new Promise((resolve) => {
      const done = (result: boolean): void => {
        channel.removeEventListener('message', hear);
        resolve(result);
      };
      const hear = ({ data }: MessageEvent<TabNote>): void => {
        if (data.type === 'here' && data.id === id) waiting.add(data.tab);
        if (data.type === 'saved' && data.id === id) {
          waiting.delete(data.tab);
          good &&= data.good;
          if (answered && waiting.size === 0) done(good);
        }
      };
      let answered = false;
      channel.addEventListener('message', hear);
      channel.postMessage({ type: 'prepare', id } satisfies TabNote);
      setTimeout(() => {
        answered = true;
        if (waiting.size === 0) done(good);
      }, ANSWER_MS);
      setTimeout(() => done(false), SAVE_MS);
    });
  }

  async install(): Promise<void> {
    await this.#prompt?.prompt();
    await this.#prompt?.userChoice;
    this.#prompt = null;
    this.canInstall = false;
  }
}

export const pwa = new Pwa();
