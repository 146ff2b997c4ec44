// Channels between the tabs of this browser.
import type { Channel, TabMessage } from '@emberkeep/sync';

export const openChannel = (name: string): Channel => {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (callback) => channel.addEventListener('message', (event) => callback(event.data as TabMessage)),
    close: () => channel.close(),
  };
};
