// Owns a network for tests that can be disturbed: stalled, closed one way, cut, healed; a load balancer where `port` changes.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterTest } from './relay.ts';

/** A wire that can be disturbed. `port` is where it leads. */
export const createWire = async (port: () => number) => {
  const pairs = new Set<[Socket, Socket]>();
  let isCut = false;
  let isStalled = false;
  const server: Server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(port(), '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.on('close', () => (pairs.delete(pair), far.destroy()));
    far.on('close', () => near.destroy());
    if (isStalled) return;
    near.pipe(far, { end: false });
    far.pipe(near, { end: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const each = (run: (near: Socket, far: Socket) => void): void => pairs.forEach(([near, far]) => run(near, far));
  const wire = {
    port: (server.address() as { port: number }).port,
    /** Nothing moves either way; both ends think that all is well. */
    stall: () => {
      isStalled = true;
      each((near, far) => (near.unpipe(far), far.unpipe(near), near.pause(), far.pause()));
    },
    /** What one side sends still arrives. */
    halfClose: () => each((near) => near.end()),
    cut: () => {
      isCut = true;
      each((near) => near.destroy());
    },
    heal: () => {
      isCut = false;
      isStalled = false;
      // What was stalled is not taken up again: it is another network now.
      each((near) => near.destroy());
    },
  };
  afterTest(() => {
    wire.cut();
    server.close();
  });
  return wire;
};
