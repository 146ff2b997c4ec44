// Deleting a campaign while devices write in it.
import { expect, it } from 'vitest';
import type { DatabaseSync } from 'node:sqlite';
import { client } from '../../testing/client.ts';
import { api, CAMPAIGN, claim, OWNER, ROOM, start } from '../../testing/relay.ts';

it('[E4] deleting a campaign that is being written leaves nothing of it in the log', async () => {
  for (let round = 0; round < 5; round++) {
    let db: DatabaseSync | null = null;
    const relay = await start({ onDatabase: (opened) => (db = opened) });
    await claim(relay);
    const clients = [ROOM, `${ROOM}/session/0197c0de-0000-7000-8000-0000000000aa`].map((room) =>
      client(relay, { room }),
    );
    await Promise.all(clients.map(({ provider }) => provider.settled()));
    let isWriting = true;
    const writing = (async () => {
      for (let n = 0; isWriting; n++) {
        for (const { doc } of clients) doc.getArray('words').push([n]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 20 + 10 * round));
    expect((await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(200);
    await expect.poll(() => clients.map(({ provider }) => provider.state().type)).toEqual(['refused', 'refused']);
    isWriting = false;
    await writing;
    expect(db!['prepare']('SELECT count(*) AS n FROM update_log').get()).toMatchObject({ n: 0 });
    clients.forEach(({ provider }) => provider.destroy());
    await relay.stop();
  }
});
