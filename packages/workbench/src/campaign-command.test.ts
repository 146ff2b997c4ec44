// Shows the campaign command: the folder of campaign files, export, watch and import through a real relay, and how
// failures are reported.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_SAVE } from '@emberkeep/files/testing';
import { readCampaignFile, writeCampaignFile } from '@emberkeep/files/save';
import { createCampaign, createEntity, createSession, fillNote, listEntities, noteName } from '@emberkeep/store';
import { campaignCommand } from '../../files/bin/campaign.ts';
import { openRelayCampaign } from '../../files/bin/relay-campaign.ts';
import { saveFolder } from '../../files/bin/save-folder.ts';
import { api, claim, start } from '../../../sync-server/testing/relay.ts';
import { ROOT } from './run.ts';

const CAMPAIGN = '0191f3a0-0000-7000-8000-0000000000aa';
const SECRET = 'cmQtc2VjcmV0LW9mLXRoZS1vd25lci0xMjM0NTY3ODk';
const TOKEN = `${CAMPAIGN}.${SECRET}`;
let home: string;
const run = async (
  args: readonly string[],
  env: Record<string, string> = {},
  stop?: AbortSignal,
): Promise<{ status: number; said: string[] }> => {
  const said: string[] = [];
  return {
    status: await campaignCommand(
      args,
      { TTRPG_CAMPAIGNS: join(home, 'saves'), ...env },
      (line) => said.push(line),
      stop,
    ),
    said,
  };
};
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'emberkeep-cli-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the folder (M-153, M-154)', () => {
  it('is TTRPG_CAMPAIGNS, then XDG_DATA_HOME, then the default; empty counts as unset', () => {
    expect(saveFolder({ TTRPG_CAMPAIGNS: '/a', XDG_DATA_HOME: '/b' }, '/home/gm')).toBe('/a');
    expect(saveFolder({ TTRPG_CAMPAIGNS: '', XDG_DATA_HOME: '/b' }, '/home/gm')).toBe('/b/ttrpg-campaigns');
    expect(saveFolder({}, '/home/gm')).toBe('/home/gm/.local/share/ttrpg-campaigns');
  });

  it('is created on the first save, and a failure to create it is reported (M-154)', async () => {
    const file = join(home, 'in.md');
    writeFileSync(file, writeCampaignFile({ ...SAMPLE_SAVE, name: 'Ash' }, []));
    const made = await run(['import', file], { TTRPG_CAMPAIGNS: join(home, 'new', 'folder') });
    expect(made).toMatchObject({ status: 0, said: [join(home, 'new', 'folder', 'Ash.md')] });
    expect(readCampaignFile(readFileSync(made.said[0]!, 'utf8')).save.factions).toEqual(SAMPLE_SAVE.factions);
    writeFileSync(join(home, 'a file'), '');
    expect(await run(['import', file], { TTRPG_CAMPAIGNS: join(home, 'a file', 'x') })).toMatchObject({
      status: 1,
      said: [expect.stringContaining('could not be created')],
    });
  });

  it('keeps another file of the same title beside the first, and the same file again is the same', async () => {
    const folder = { TTRPG_CAMPAIGNS: join(home, 'titles') };
    const [first, second] = [join(home, 'first.md'), join(home, 'second.md')];
    const plain = writeCampaignFile({ ...SAMPLE_SAVE, name: 'Ash', campaignId: '' }, []);
    writeFileSync(first, plain);
    writeFileSync(second, plain.replace('Harbour Watch', 'Salt Choir'));
    expect((await run(['import', first], folder)).said.at(-1)).toBe(join(home, 'titles', 'Ash.md'));
    expect((await run(['import', second], folder)).said.at(-1)).toBe(join(home, 'titles', 'Ash (2).md'));
    expect((await run(['import', first], folder)).said.at(-1)).toBe(join(home, 'titles', 'Ash.md'));
    expect(readFileSync(join(home, 'titles', 'Ash.md'), 'utf8')).toContain('Harbour Watch');
    expect(readFileSync(join(home, 'titles', 'Ash (2).md'), 'utf8')).toContain('Salt Choir');
  });

  it('keeps a damaged file, reports what is lost, and never overwrites another campaign’s file (T-6)', async () => {
    const whole = writeCampaignFile({ ...SAMPLE_SAVE, name: 'Ash', campaignId: '' }, []);
    const [mine, theirs] = [join(home, 'mine.md'), join(home, 'theirs.md')];
    writeFileSync(mine, whole.slice(0, whole.indexOf('## Safety')));
    writeFileSync(theirs, whole.replace('SETTINGS:', `SETTINGS:\n  campaign_id: ${CAMPAIGN}`));
    expect((await run(['import', mine])).said).toEqual([
      'lost: Lines and veils',
      'lost: Hooks for the next session',
      join(home, 'saves', 'Ash.md'),
    ]);
    expect((await run(['import', theirs])).said.at(-1)).toBe(join(home, 'saves', 'Ash (2).md'));
    expect((await run(['import', theirs])).said.at(-1)).toBe(join(home, 'saves', 'Ash (2).md'));
    expect(readdirSync(join(home, 'saves')).sort()).toEqual(['Ash (2).md', 'Ash.md']);
    const { said } = await run(['list']);
    expect(said).toEqual([
      expect.stringContaining('Ash, session 4'),
      expect.stringContaining('Ash, session 4'),
      `2 in ${join(home, 'saves')}.`,
    ]);
  });

  it('what is no save, no command, no token and no relay is told in a sentence', async () => {
    const list = join(home, 'list.md');
    writeFileSync(list, 'milk, eggs');
    expect(await run(['import', list])).toMatchObject({
      status: 1,
      said: [expect.stringContaining('is not a campaign file')],
    });
    expect(await run(['import', join(home, 'none.md')])).toMatchObject({
      status: 1,
      said: [expect.stringContaining('ENOENT')],
    });
    expect((await run([])).status).toBe(2);
    expect(await run(['watch', '--every', 'often', '--token', TOKEN])).toMatchObject({
      status: 1,
      said: [expect.stringContaining('--every takes')],
    });
    expect(await run(['export'])).toMatchObject({ status: 1, said: [expect.stringContaining('A token is needed')] });
    expect(await run(['export', '--token', 'nonsense'])).toMatchObject({
      status: 1,
      said: [expect.stringContaining('This is not a token')],
    });
    expect(await run(['export', '--token', TOKEN, '--relay', 'http://127.0.0.1:9'])).toMatchObject({
      status: 1,
      said: [expect.stringContaining('can’t be reached')],
    });
    const locked = join(home, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    // Whoever runs as root may write anywhere.
    if (process.getuid?.() !== 0)
      expect(await run(['import', join(home, 'in.md')], { TTRPG_CAMPAIGNS: locked })).toMatchObject({
        status: 1,
        said: [expect.stringContaining('could not be written')],
      });
  });
});

/** Takes the place of a relay that is away: hangs up on every caller, and counts them. */
const startAway = async (port: number) => {
  const server = createTcpServer();
  let count = 0;
  server.on('connection', (socket) => {
    socket.destroy();
    count += 1;
    server.emit('hung-up');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    /** Resolves once somebody has called so often. */
    calls: async (wanted: number): Promise<void> => {
      while (count < wanted) await once(server, 'hung-up');
    },
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};

describe('watch', () => {
  it('waits for a relay that is away, says so once, reads its token from a file and ends when the campaign is deleted', async () => {
    const [dataDir, saves] = [join(home, 'watched'), join(home, 'watched-saves')];
    const first = await start({ dataDir });
    await claim(first, CAMPAIGN, SECRET);
    const base = `http://127.0.0.1:${first.port}`;
    const tablet = await openRelayCampaign(base, TOKEN);
    expect(createCampaign(tablet.docs, { name: 'Low Water' }).ok).toBe(true);
    await tablet.sync();
    await first.stop();
    const away = await startAway(first.port);

    const code = join(home, 'code');
    writeFileSync(code, `${TOKEN}\n`);
    const said: string[] = [];
    const watching = campaignCommand(
      ['watch', '--relay', base, '--every', '1'],
      { TTRPG_CAMPAIGNS: saves, EMBERKEEP_TOKEN_FILE: code },
      (line) => said.push(line),
    );
    await expect.poll(() => said, { timeout: 5000 }).toHaveLength(1);
    expect(said[0]).toBe(`The relay at ${base} can’t be reached. Trying again every 1 s.`);
    await away.calls(3);
    expect(said).toHaveLength(1);
    await away.stop();

    const again = { dataDir, env: { PORT: String(first.port) } };
    const second = await start(again);
    await expect.poll(() => said.at(-1), { timeout: 5000 }).toBe(join(saves, 'Low Water.md'));
    await second.stop();
    await expect.poll(() => said.at(-1), { timeout: 10_000 }).toContain('can’t be reached');
    const third = await start(again);
    await expect.poll(() => said.at(-1), { timeout: 10_000 }).toBe('The relay is back. Nothing has changed.');
    await api(third, 'DELETE', `/campaigns/${CAMPAIGN}`, SECRET);
    expect(await watching).toBe(1);
    expect(said.at(-1)).toBe('This campaign was deleted by its owner.');
    expect(said).toHaveLength(5);
  }, 60_000);

  it('takes an answer that is not the relay’s own for a relay that is away', async () => {
    const answers = ['<html>404</html>', 'null', '{"error":"toString"}', '{"error":"NotFound"}'];
    const proxy = createServer((_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(answers.shift());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { status, said } = await run(['watch', '--relay', base, '--every', '1', '--token', TOKEN]);
    proxy.close();
    expect(status).toBe(1);
    expect(said).toEqual([
      'The relay answered with status 404. Trying again every 1 s.',
      'This campaign is not on this relay.',
    ]);
  }, 30_000);

  it('refuses a token file that it cannot read, two tokens, and a folder that cannot be written', async () => {
    expect(await run(['export', '--token-file', join(home, 'no-file')])).toMatchObject({
      status: 1,
      said: [expect.stringContaining('The token’s file can’t be read')],
    });
    expect(await run(['export', '--token', TOKEN, '--token-file', 'x'])).toMatchObject({
      status: 1,
      said: ['Use --token or --token-file, not both.'],
    });
    const relay = await start();
    await claim(relay, CAMPAIGN, SECRET);
    const url = `http://127.0.0.1:${relay.port}`;
    const tablet = await openRelayCampaign(url, TOKEN);
    expect(createCampaign(tablet.docs, { name: 'Low Water' }).ok).toBe(true);
    await tablet.sync();
    writeFileSync(join(home, 'no folder'), '');
    const env = { TTRPG_CAMPAIGNS: join(home, 'no folder', 'x') };
    expect(await run(['watch', '--relay', url, '--token', TOKEN], env)).toMatchObject({
      status: 1,
      said: [expect.stringContaining('could not be created')],
    });
  }, 30_000);
});

describe('through a relay', () => {
  let relay: ChildProcess;
  let url: string;
  beforeAll(async () => {
    relay = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'sync-server/src/main.ts')], {
      env: {
        ...process.env,
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: join(home, 'relay'),
        APP_DIR: join(home, 'no-app'),
      },
    });
    url = await new Promise((resolve, reject) => {
      relay.stdout?.on('data', (data: Buffer) => {
        const port = /localhost:(\d+)/.exec(data.toString())?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      });
      relay.on('exit', () => reject(new Error('the relay ended')));
    });
    expect(
      (
        await fetch(`${url}/api/campaigns/${CAMPAIGN}`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${SECRET}` },
        })
      ).ok,
    ).toBe(true);
  }, 30_000);
  afterAll(() => void relay.kill());

  it('exports a campaign from a tablet, keeps the file current, and imports an edited one (M-153, M-182)', async () => {
    const tablet = await openRelayCampaign(url, TOKEN);
    const must = <T>(result: { ok: true; value: T } | { ok: false; error: { type: string } }): T => {
      if (!result.ok) throw new Error(result.error.type);
      return result.value;
    };
    must(createCampaign(tablet.docs, { name: 'Low Water' }));
    must(createEntity(tablet.docs, { name: 'Harbour Watch', entityType: 'faction' }));
    const sessionId = must(createSession(tablet.docs, { title: 'One' }));
    const body = must(await tablet.docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId }));
    must(
      fillNote(body, noteName(sessionId, 'prep_notes'), [
        { type: 'paragraph', content: [{ type: 'text', text: 'The tide table lies.' }] },
      ]),
    );
    await tablet.sync();

    const exported = await run(['export', '--relay', url, '--token', TOKEN]);
    expect(exported).toMatchObject({ status: 0, said: [join(home, 'saves', 'Low Water.md')] });
    const text = readFileSync(exported.said[0]!, 'utf8');
    expect(text).toContain('- **Harbour Watch** | Power: 0/10');
    expect(readCampaignFile(text).records.some((r) => JSON.stringify(r.texts).includes('The tide table lies.'))).toBe(
      true,
    );

    const stop = new AbortController();
    const said: string[] = [];
    const watching = campaignCommand(
      ['watch', '--relay', url, '--every', '1'],
      { TTRPG_CAMPAIGNS: join(home, 'saves'), EMBERKEEP_TOKEN: TOKEN },
      (line) => said.push(line),
      stop.signal,
    );
    await expect.poll(() => said.length, { timeout: 10_000 }).toBe(1);
    must(createEntity(tablet.docs, { name: 'Marsh Folk', entityType: 'faction' }));
    await tablet.sync();
    await expect.poll(() => readFileSync(said[0]!, 'utf8').includes('Marsh Folk'), { timeout: 15_000 }).toBe(true);
    stop.abort();
    expect(await watching).toBe(0);

    const file = join(home, 'edited.md');
    writeFileSync(
      file,
      readFileSync(said[0]!, 'utf8').replace(
        '- **Marsh Folk** | Power: 0/10',
        [
          '- **Marsh Folk** | Power: 4/10',
          '- **Lamplighters** | Power: 2/10 | Attitude: Friendly | Territory: Salt Street',
        ].join('\n'),
      ),
    );
    expect(await run(['import', file, '--relay', url, '--token', TOKEN])).toMatchObject({
      status: 0,
      said: [expect.stringMatching(/^1 new, 1 changed, 0 left/)],
    });
    await tablet.sync();
    expect(
      listEntities(tablet.docs)
        .map((e) => [e.name, e.power])
        .sort(),
    ).toEqual([
      ['Harbour Watch', 0],
      ['Lamplighters', 2],
      ['Marsh Folk', 4],
    ]);
    expect((await run(['export', '--relay', url, '--token', `${CAMPAIGN}.${'x'.repeat(43)}`])).said.join()).toMatch(
      /token/,
    );
  }, 60_000);
});
