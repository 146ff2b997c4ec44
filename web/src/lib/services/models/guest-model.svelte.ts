// Owns the model that a person set on this device, if any: where it is, what it may be told, in which campaigns that was agreed to,
// and reaching it. Without one, or without a yes, nothing leaves the device. The key lies in this device's settings and nowhere else.
import { err } from '@emberkeep/domain';
import type { LanguageModel, ModelProblem } from '@emberkeep/assistant';
import type { DeviceDatabase } from '@emberkeep/store';
import { listModels, modelName, readAddress } from './model-server.ts';
import type { DeviceText } from './device-text.svelte.ts';

/** `relay`: the server that serves this app passes requests on to a model server of its operator. */
export type GuestPlace = 'none' | 'server' | 'relay' | 'device';
/** `table`: what the players may know; `everything`: the GM's notes and secrets too. */
export type GuestTold = 'table' | 'everything';

export interface GuestSettings {
  place: GuestPlace;
  url: string;
  model: string;
  key: string;
  told: GuestTold;
  tellsLimits: boolean;
}
export const NO_GUEST: GuestSettings = { place: 'none', url: '', model: '', key: '', told: 'table', tellsLimits: true };

const KEY = 'guest-model';
/** By campaign: what was agreed to, as `agreement` writes it. */
const AGREED = 'guest-agreed';

const PROBLEMS: Readonly<Record<ModelProblem | 'line' | 'invented', string>> = {
  unreachable: 'Nobody answers at this address. Is the model server running, and is this device in the same network?',
  'mixed-content':
    'This page came over https, and browsers do not let it ask a plain http server. Use the model server over https, or let Emberkeep’s own server pass requests on (AI_PROXY_URL).',
  'cross-origin':
    'A server is there, but it does not let this page ask it. Allow this origin there (for Ollama: OLLAMA_ORIGINS), or let Emberkeep’s own server pass requests on.',
  'wrong-address':
    'Something answers there, but it is no model server of the OpenAI protocol. The address usually ends in /v1.',
  'no-model': 'The server is there and does not have this model. Choose one that it has, or load one there.',
  'key-refused': 'The server refuses this key.',
  busy: 'The model is busy or its limit is reached. Try again in a moment.',
  'too-long': 'This was too long for the model.',
  slow: 'The model said nothing for too long.',
  stopped: 'Stopped.',
  garbage: 'The model’s answer could not be used.',
  failed: 'The model server reported an error of its own.',
  'no-server':
    'This campaign is on no server yet, so nothing can pass the question on. Turn on sync for it, or choose another model.',
  'cannot-run': 'This device could not run the model.',
  line: 'The model’s answer touched a line of this table and was left out.',
  invented: 'The model told of something that is not in your records, so its text was left out.',
};
export const modelSentence = (problem: keyof typeof PROBLEMS): string => PROBLEMS[problem];

const read = (value: unknown): GuestSettings => {
  const raw = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof GuestSettings, unknown>
  >;
  const text = (key: 'url' | 'model' | 'key'): string => (typeof raw[key] === 'string' ? raw[key] : '');
  const place = (['server', 'relay', 'device'] as const).find((p) => p === raw.place) ?? 'none';
  return {
    place,
    url: text('url'),
    model: text('model'),
    key: text('key'),
    told: raw.told === 'everything' ? 'everything' : 'table',
    tellsLimits: raw.tellsLimits !== false,
  };
};

/** A campaign whose relay may be asked to pass requests on. */
export interface GuestCampaign {
  id: string;
  /** Origin of its relay; empty: where this app came from. */
  relay: string;
  token: string | null;
}

/** The path below a relay where it passes requests on. */
const PROXY = '/ai/v1';
const proxyOf = ({ id, relay, token }: GuestCampaign): { url: string; key: string } => ({
  url: `${relay || location.origin}${PROXY}`,
  key: `${id}.${token ?? ''}`,
});

export class GuestModel {
  settings: GuestSettings = $state.raw(NO_GUEST);
  #agreed: Readonly<Record<string, string>> = $state.raw({});
  #started: Promise<void> | null = null;
  #device: Promise<DeviceText> | null = null;

  constructor(readonly db: DeviceDatabase) {}

  start(): Promise<void> {
    return (this.#started ??= (async () => {
      this.settings = read((await this.db.settings.get(KEY).catch(() => undefined))?.value);
      this.#agreed = ((await this.db.settings.get(AGREED).catch(() => undefined))?.value ?? {}) as Record<
        string,
        string
      >;
    })());
  }

  get isSet(): boolean {
    return this.settings.place !== 'none' && this.settings.model !== '';
  }
  /** Where words go, for the person; null where they stay on this device. */
  get host(): string | null {
    const { place, url } = this.settings;
    if (place === 'relay') return 'this campaign’s server and the model behind it';
    return place === 'server' && url ? new URL(url).host : null;
  }

  async save(settings: GuestSettings): Promise<void> {
    this.settings = { ...settings };
    await this.db.settings.put({ key: KEY, value: { ...settings } });
  }
  /** Forgets the server, the key and every yes. */
  async remove(): Promise<void> {
    this.settings = NO_GUEST;
    this.#agreed = {};
    await this.db.settings.bulkDelete([KEY, AGREED]);
  }

  // Another server, another model or more that it is told asks anew.
  get #agreement(): string {
    const { place, url, model, told, tellsLimits } = this.settings;
    return [place, url, model, told, tellsLimits].join(' ');
  }
  /** Whether the person said yes to this for this campaign. What stays on the device needs none. */
  isAgreed(campaignId: string): boolean {
    return this.isSet && (this.settings.place === 'device' || this.#agreed[campaignId] === this.#agreement);
  }
  async agree(campaignId: string): Promise<void> {
    this.#agreed = { ...this.#agreed, [campaignId]: this.#agreement };
    await this.db.settings.put({ key: AGREED, value: { ...this.#agreed } }).catch(() => undefined); // asked again next time
  }

  deviceText(): Promise<DeviceText> {
    return (this.#device ??= import('./device-text.svelte.ts').then(async ({ DeviceText: Text }) => {
      const text = new Text(this.db);
      await text.start();
      return text;
    }));
  }

  /** The model, ready to be asked; null where none is set. Its code comes with the first question. */
  async model(campaign: GuestCampaign): Promise<LanguageModel | null> {
    await this.start();
    const { place, url, key, model } = this.settings;
    if (!this.isSet) return null;
    if (place === 'device') return (await this.deviceText()).model();
    const { openAiCompatible } = await import('./openai-compatible.ts');
    if (place === 'server') return openAiCompatible({ url, key }, model);
    const speaker = openAiCompatible(proxyOf(campaign), model);
    if (!campaign.token)
      return {
        ...speaker,
        name: model,
        generate: async () => err({ type: 'ModelFailed', problem: 'no-server', text: '' }),
      };
    return { ...speaker, name: `${model} by ${new URL(proxyOf(campaign).url).host}` };
  }

  /** Asks what a server has, before anything is kept. The models, or a sentence of what is wrong. */
  async test(
    settings: Pick<GuestSettings, 'place' | 'url' | 'key' | 'model'>,
    campaign: GuestCampaign | null,
  ): Promise<{ models: string[]; url: string; sentence: string }> {
    const at =
      settings.place === 'relay'
        ? campaign
          ? proxyOf(campaign)
          : null
        : { url: readAddress(settings.url) ?? '', key: settings.key };
    if (!at) return { models: [], url: '', sentence: 'No campaign of this device is on a server yet.' };
    if (at.url === '')
      return {
        models: [],
        url: '',
        sentence: 'This is no address. It looks like http://localhost:11434 or https://models.example.com/v1.',
      };
    const listed = await listModels(at);
    if (!listed.ok)
      return {
        models: [],
        url: at.url,
        sentence:
          settings.place === 'relay' && listed.error.problem === 'wrong-address'
            ? 'This server passes nothing on: its operator has set no model server (AI_PROXY_URL).'
            : modelSentence(listed.error.problem),
      };
    const isThere = settings.model === '' || listed.value.includes(settings.model);
    return { models: listed.value, url: at.url, sentence: isThere ? '' : modelSentence('no-model') };
  }

  /** What it is called on the settings page. */
  get name(): string {
    const { place, url, model } = this.settings;
    return place === 'server' ? modelName(model, url) : model;
  }
}
