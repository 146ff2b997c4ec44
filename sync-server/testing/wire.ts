// A network for tests that can be disturbed: stalled, closed on one side, cut, and healed. It is a load balancer if
// `port` changes.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterTest } from './relay.ts';

interface Pair {
  near: Socket;
  far: Socket;
}

const connectPair = (near: Socket, port: number, onClose: (pair: Pair) => void): Pair => {
  const far = connect(port, '127.0.0.1');
  const pair = { near, far };
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.on('close', () => {
    onClose(pair);
    far.destroy();
  });
  far.on('close', () => near.destroy());
  return pair;
};

/** `port`: where each new connection leads. */
export const createWire = async (port: () => number) => {
  const pairs = new Set<Pair>();
  let isCut = false;
  let isStalled = false;

  const server: Server = createServer((near) => {
    if (isCut) return void near.destroy();
    const pair = connectPair(near, port(), (closed) => pairs.delete(closed));
    pairs.add(pair);
    if (isStalled) return;
    near.pipe(pair.far, { end: false });
    pair.far.pipe(near, { end: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const wire = {
    port: (server.address() as { port: number }).port,
    /** Nothing moves in either direction, and neither end notices. */
    stall: () => {
      isStalled = true;
      for (const { near, far } of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      }
    },
    /** Closes one direction: what the other side sends still arrives. */
    halfClose: () => pairs.forEach(({ near }) => near.end()),
    cut: () => {
      isCut = true;
      pairs.forEach(({ near }) => near.destroy());
    },
    heal: () => {
      isCut = false;
      isStalled = false;
      // Stalled connections do not continue: a healed network is a new one.
      pairs.forEach(({ near }) => near.destroy());
    },
  };
  afterTest(() => {
    wire.cut();
    server.close();
  });
  return wire;
};
