// What sync needs of the browser, as arguments: clock, timers, tabs, sockets, network events. Tests bring their own.
import { createProvider, type Channel, type Provider, type ProviderDeps } from '@emberkeep/sync';
import type { DeviceDatabase } from '@emberkeep/store';
import { openChannel } from '#lib/device/tab-channels.ts';
import { later, type Later } from '#lib/device/timers.ts';
import { createTabLock, type TabLock } from './tab-lock.ts';

export interface SyncEnvironment {
  /** Unix ms. */
  nowMs(): number;
  later: Later;
  /** What the browser reports; it notices a lost network sooner than a socket does. */
  isOnline(): boolean;
  openChannel(name: string): Channel;
  /** Makes a connection for one document; it connects when told to. */
  connect(options: Omit<ProviderDeps, 'WebSocketClass'>): Provider;
  /** Lets one tab of this device at a time catch up. */
  tabLock: TabLock;
  /** `online` and `offline`: the network; `visible`: the tab came to the front. Returns a function that stops listening. */
  onPageEvent(callback: (event: 'online' | 'offline' | 'visible') => void): () => void;
}

const onPageEvent: SyncEnvironment['onPageEvent'] = (callback) => {
  const online = (): void => callback('online');
  const offline = (): void => callback('offline');
  const visible = (): void => {
    if (document.visibilityState === 'visible') callback('visible');
  };
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', online);
    window.removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', visible);
  };
};

export const browserEnvironment = (db: DeviceDatabase): SyncEnvironment => ({
  nowMs: () => Date.now(),
  later,
  isOnline: () => navigator.onLine !== false,
  openChannel,
  connect: (options) => createProvider({ ...options, WebSocketClass: WebSocket }),
  tabLock: createTabLock(db),
  onPageEvent,
});
