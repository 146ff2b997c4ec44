// The relay that a journey runs against: a process of its own on a free port with a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;

/** A relay process that serves the built app; killed and restarted on the same port and folder. */
export class Server {
  port = 0;
  readonly dataDir = mkdtempSync(join(tmpdir(), 'emberkeep-e2e-'));
  appDir = join(ROOT, 'web/build');
  /** Settings beside the usual ones, from the next start on. */
  env: Record<string, string> = {};
  #process: ChildProcess | null = null;
  #ownsApp = false;

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, 'sync-server/src/main.ts')],
      {
        env: {
          ...process.env,
          PORT: String(this.port),
          HOST: '127.0.0.1',
          DATA_DIR: this.dataDir,
          APP_DIR: this.appDir,
          // It leaves no note about itself in the developer's home folder.
          XDG_STATE_HOME: this.dataDir,
          ...this.env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#process = child;
    this.port = await new Promise<number>((resolve, reject) => {
      let out = '';
      child.stdout?.on('data', (data: Buffer) => {
        out += data.toString();
        const port = /localhost:(\d+)/.exec(out)?.[1];
        if (port) resolve(Number(port));
      });
      child.stderr?.on('data', (data: Buffer) => (out += data.toString()));
      child.on('exit', () => reject(new Error(`the server ended: ${out}`)));
    });
  }

  /** A command of the operator's, on the relay that runs; gives what it said. */
  async says(...args: string[]): Promise<string> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, 'sync-server/src/main.ts'), ...args],
      { env: { ...process.env, DATA_DIR: this.dataDir }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`relay ${args.join(' ')} ended with ${code}: ${said}`);
    return said;
  }

  /** kill -9, as a power cut for the process. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** The disk is lost: a new relay at the same address knows nothing. */
  async loseData(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
    mkdirSync(this.dataDir);
    await this.start();
  }

  /** A copy of the built app that a journey may change (a second version). */
  ownApp(): string {
    this.appDir = mkdtempSync(join(tmpdir(), 'emberkeep-app-'));
    this.#ownsApp = true;
    cpSync(join(ROOT, 'web/build'), this.appDir, { recursive: true });
    return this.appDir;
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
    if (this.#ownsApp) rmSync(this.appDir, { recursive: true, force: true });
  }
}
