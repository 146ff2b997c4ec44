// Owns the relay's configuration: the environment, parsed once. Wrong values refuse to start with a list that a person
// can read.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { INVITE_MODES } from '@emberkeep/sync/wire';

const flag = z
  .enum(['0', '1', ''])
  .default('0')
  .transform((v) => v === '1');

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8787),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATA_DIR: z.string().min(1).default('data'),
  /** A Postgres that several relays share; empty keeps everything in DATA_DIR. */
  DATABASE_URL: z
    .string()
    .refine((v) => v === '' || /^postgres(?:ql)?:\/\//.test(v), 'starts with postgres://')
    .default(''),
  /** Where people reach this relay, for example https://table.example.org: told to apps, and its origin may open sockets. */
  PUBLIC_URL: z
    .string()
    .refine(
      (v) => v === '' || (/^https?:\/\/[^/]+\/?$/.test(v) && URL.canParse(v)),
      'an address such as https://table.example.org, without a path',
    )
    .default('')
    .transform((v) => v.replace(/\/$/, '')),
  /** Lets stock y-websocket clients into any room without a token: for a trusted network or a benchmark only. */
  RELAY_OPEN: flag,
  /** https with a certificate of our own, for a home network; how tablets trust it is told over http at PORT + 1. */
  HTTPS: flag,
  /** Folder of the built app; empty serves the relay alone. */
  APP_DIR: z.string().default(''),
  /** Origins beside our own whose apps may come, comma separated (another host name, an app that is hosted elsewhere); `*` for any. */
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((v) =>
      v
        .split(',')
        .map((s) => s.trim())
        .filter(Boolean),
    ),
  /** Largest frame and document, MiB. 32 MiB is about 40 times a long campaign's ledger. */
  MAX_DOC_MB: z.coerce.number().positive().max(1024).default(32),
  MAX_CONNECTIONS: z.coerce.number().int().positive().default(5000),
  /** Bearer token for /metrics; without one only this machine itself may read them. */
  METRICS_TOKEN: z
    .string()
    .refine((v) => v === '' || v.length >= 16, 'at least 16 characters, or none')
    .default(''),
  /** `info`: a line of JSON for every start, stop and connection; `error`: only what went wrong. Never content, never a secret. */
  LOG_LEVEL: z.enum(['info', 'error']).default('error'),
  /** Who may bring new campaigns: anybody, whoever the operator approves (`relay approve`), or nobody without the operator's code. */
  INVITE_MODE: z.enum(INVITE_MODES).default('open'),
  /** Connections from one address; a table behind one router is one address. */
  MAX_PER_ADDRESS: z.coerce.number().int().positive().default(200),
  MAX_PER_ROOM: z.coerce.number().int().positive().default(200),
  /** Sync messages a connection may send each second for long; more are read later, none is dropped. */
  RATE_PER_SECOND: z.coerce.number().int().positive().default(1000),
  /** Pictures of one campaign, MB. */
  BLOB_QUOTA_MB: z.coerce.number().int().min(0).default(500),
  /** How far back an owner can look, days; 0 keeps no history. */
  HISTORY_DAYS: z.coerce.number().int().min(0).max(3650).default(30),
  /** Writes stop while the data folder's disk has less than this, MB; reading goes on. */
  DISK_FLOOR_MB: z.coerce.number().int().min(0).default(200),
  /** A model server of the OpenAI protocol that GMs' questions are passed on to, with its path: http://127.0.0.1:11434/v1; empty passes nothing on. */
  AI_PROXY_URL: z
    .string()
    .refine(
      (v) => v === '' || (URL.canParse(v) && /^https?:$/.test(new URL(v).protocol) && new URL(v).username === ''),
      'an address such as http://127.0.0.1:11434/v1',
    )
    .default('')
    .transform((v) => v.replace(/\/+$/, '')),
  /** Its key, where it wants one. */
  AI_PROXY_KEY: z.string().max(500).default(''),
  /** Models that may be asked for, comma separated; all where nothing is said. */
  AI_PROXY_MODELS: z
    .string()
    .default('')
    .transform((v) =>
      v
        .split(',')
        .map((s) => s.trim())
        .filter(Boolean),
    ),
  /** Questions of one device in a minute. */
  AI_PER_MINUTE: z.coerce.number().int().positive().default(30),
  /** Trust X-Forwarded-For and X-Forwarded-Proto of a proxy in front, for rate limits and HSTS. */
  TRUST_PROXY: flag,
});

export type Config = z.infer<typeof schema>;

/** Never shown; each may come from a file instead, named by the same name and `_FILE`. */
export const SECRETS = ['DATABASE_URL', 'METRICS_TOKEN', 'AI_PROXY_KEY'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

const withSecretFiles = (env: Environment): { env: Environment; problems: string[] } => {
  const problems: string[] = [];
  const read = Object.fromEntries(
    SECRETS.flatMap((name) => {
      const file = env[`${name}_FILE`];
      if (!file) return [];
      if (env[name]) problems.push(`${name} and ${name}_FILE: give one of them`);
      try {
        return [[name, readFileSync(file, 'utf8').trim()]];
      } catch {
        problems.push(`${name}_FILE: ${file} cannot be read`);
        return [];
      }
    }),
  );
  return { env: { ...env, ...read }, problems };
};

/** Reads the environment; gives either the configuration or one line per mistake, without any secret. */
export const readConfig = (
  environment: Environment,
): { ok: true; config: Config } | { ok: false; problems: string[] } => {
  const { env, problems } = withSecretFiles(environment);
  const parsed = schema.safeParse(env);
  if (!parsed.success || problems.length > 0) {
    const told = (name: string): string =>
      (SECRETS as readonly string[]).includes(name) ? '' : ` (is "${env[name] ?? ''}")`;
    return {
      ok: false,
      problems: [
        ...problems,
        ...(parsed.error?.issues ?? []).map((i) => `${i.path.join('.')}: ${i.message}${told(String(i.path[0]))}`),
      ],
    };
  }
  return {
    ok: true,
    config: {
      ...parsed.data,
      DATA_DIR: resolve(parsed.data.DATA_DIR),
      APP_DIR: parsed.data.APP_DIR && resolve(parsed.data.APP_DIR),
    },
  };
};

/** The configuration as lines that may be shown. */
export const printConfig = (config: Config): string[] =>
  Object.entries(config).map(
    ([name, value]) =>
      `${name}=${(SECRETS as readonly string[]).includes(name) && value !== '' ? '********' : Array.isArray(value) ? value.join(',') : typeof value === 'boolean' ? Number(value) : String(value)}`,
  );
