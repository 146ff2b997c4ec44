// Installing the app and updating it. Only the tab where Update was pressed reloads, and only once every tab has
// written its edits to disk.
import type { Workbox } from 'workbox-window';

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Messages between tabs. `id` belongs to one update. */
type TabMessage =
  | { type: 'prepare'; id: string }
  | { type: 'saved'; id: string; good: boolean; tab: string }
  | { type: 'here'; id: string; tab: string }
  | { type: 'updated' };

/** How long to wait for other tabs to answer, ms. A frozen tab cannot answer, and has nothing left to write. */
const ANSWER_MS = 400;
/** How long a tab that answered may take to save, ms. */
const SAVE_MS = 10_000;
/** How long the new worker may take to take over, ms. */
const TAKEOVER_MS = 20_000;
/** How often an open tab looks for a new version, ms. */
const CHECK_EVERY_MS = 3_600_000;

const randomId = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-');

/** How long until its code is asked for again where there is no network yet, ms. */
const LOAD_AGAIN_MS = 10_000;

/** Says nothing where it cannot be fetched: nobody asked for it, and the page works without it. */
const loadWorkbox = async (): Promise<typeof import('workbox-window')> => {
  for (;;) {
    try {
      return await import('workbox-window');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, LOAD_AGAIN_MS));
    }
  }
};

class Pwa {
  updateReady = $state(false);
  /** Another tab took the update; this one runs the old version until it is reloaded. */
  updatedElsewhere = $state(false);
  updating = $state(false);
  /** The GM said “Later” to the update. */
  isPutOff = $state(false);
  /** How many places on the page have a row of their own for the notice, where it covers nothing. */
  noticeRows = $state(0);
  offlineReady = $state(false);
  canInstall = $state(false);
  isInstalled = $state(false);
  isIpad = $state(false);
  #workbox: Workbox | null = null;
  #prompt: InstallPrompt | null = null;
  #pressedHere = false;
  #channel: BroadcastChannel | null = null;
  readonly #tab = randomId();

  #save: () => Promise<boolean> = () => Promise.resolve(true);

  /** `save` writes every pending edit to disk; false where it could not. */
  start(save: () => Promise<boolean>): void {
    this.#save = save;
    this.#watchInstallation();
    this.#listenToTabs();
    if (import.meta.env.PROD && 'serviceWorker' in navigator) void this.#registerWorker();
  }

  #watchInstallation(): void {
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
  }

  /** Answers a tab that prepares an update, and learns when one has updated. */
  #listenToTabs(): void {
    const channel = new BroadcastChannel('emberkeep-update');
    this.#channel = channel;
    const post = (message: TabMessage): void => channel.postMessage(message);
    channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
      if (data.type === 'prepare') {
        post({ type: 'here', id: data.id, tab: this.#tab });
        void this.#save().then((good) => post({ type: 'saved', id: data.id, good, tab: this.#tab }));
      } else if (data.type === 'updated' && !this.#pressedHere) {
        this.updatedElsewhere = true;
        this.updateReady = false;
      }
    });
  }

  async #registerWorker(): Promise<void> {
    const hadController = navigator.serviceWorker.controller !== null;
    this.offlineReady = hadController;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      this.offlineReady = true;
      if (!hadController) return; // The first worker that takes over is no update.
      if (this.#pressedHere) void this.#save().finally(() => location.reload());
      else this.updatedElsewhere = true;
    });
    // Beside the page: nothing that is read or written waits for it.
    const { Workbox } = await loadWorkbox();
    const workbox = new Workbox('/service-worker.js', { type: 'classic' });
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => void this.#onWaiting());
    workbox.addEventListener('activated', () => {
      this.offlineReady = true;
      this.updateReady = false;
    });
    // Without a worker, in a private window for example, the app still runs while it is open.
    void workbox.register().catch(() => undefined);
    // Offline there is no update to find.
    const checkForUpdate = (): void => void workbox.update().catch(() => undefined);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && checkForUpdate());
    setInterval(checkForUpdate, CHECK_EVERY_MS);
  }

  /** The first worker of a device waits too, for a moment on a slow one: it is an update only where another one is active. */
  async #onWaiting(): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration();
    this.updateReady = Boolean(registration?.active && registration.waiting);
  }

  /** Updates from this tab. Resolves false where something could not be saved; nothing changes then. */
  async update(): Promise<boolean> {
    this.updating = true;
    const good = (await this.#save()) && (await this.#othersSaved());
    if (!good) {
      this.updating = false;
      return false;
    }
    this.#pressedHere = true;
    this.#channel?.postMessage({ type: 'updated' } satisfies TabMessage);
    this.#workbox?.messageSkipWaiting();
    // A browser may keep the old worker for minutes without a word. This tab then reloads anyway, and offers the
    // update again where the new worker has not taken over. What was typed meanwhile is saved first; where it cannot
    // be, nothing reloads.
    setTimeout(
      () => void this.#save().then((isSaved) => (isSaved ? location.reload() : (this.updating = false))),
      TAKEOVER_MS,
    );
    return true;
  }

  /** Asks every other tab to save. False where one could not, or did not finish in time. */
  #othersSaved(): Promise<boolean> {
    const channel = this.#channel;
    if (!channel) return Promise.resolve(true);
    const id = randomId();
    const saving = new Set<string>();
    let good = true;
    let hasWaited = false;
    return new Promise((resolve) => {
      const finish = (result: boolean): void => {
        channel.removeEventListener('message', onMessage);
        resolve(result);
      };
      const onMessage = ({ data }: MessageEvent<TabMessage>): void => {
        if (data.type === 'here' && data.id === id) saving.add(data.tab);
        if (data.type !== 'saved' || data.id !== id) return;
        saving.delete(data.tab);
        good &&= data.good;
        if (hasWaited && saving.size === 0) finish(good);
      };
      channel.addEventListener('message', onMessage);
      channel.postMessage({ type: 'prepare', id } satisfies TabMessage);
      setTimeout(() => {
        hasWaited = true;
        if (saving.size === 0) finish(good);
      }, ANSWER_MS);
      setTimeout(() => finish(false), SAVE_MS);
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
