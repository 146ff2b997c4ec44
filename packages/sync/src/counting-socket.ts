// A WebSocket that counts the sync messages it sends, so that the relay's confirmations can be matched to them.
import type { Acknowledgements } from './acknowledgements.ts';
import { MESSAGE } from './wire/messages.ts';

/**
 * The socket class for the stock provider. Messages are counted where the bytes leave, because a deletion does not
 * move a state vector, and so no state vector can tell what arrived.
 */
export const countingSocket = (
  WebSocketClass: typeof WebSocket,
  acknowledgements: Acknowledgements,
  mark: () => number,
): typeof WebSocket => {
  class CountingSocket extends WebSocketClass {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      acknowledgements.reset();
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && data[0] === MESSAGE.sync) acknowledgements.sent(data[1], mark);
      super.send(data);
    }
  }
  return CountingSocket as typeof WebSocket;
};
