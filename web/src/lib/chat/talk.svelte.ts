// Owns the talk of one evening on this page: saying, waiting for an answer, stopping it, what is offered, and the ways back. Outlives the
// dock that shows it: folding the dock stops no answer. Every word is a record before it is shown as saved; an answer that is broken off
// is kept as far as it came.
import { byOrder, CHAT_MESSAGE, readDraftRequests, type ChatMessage, type DraftRequest } from '@emberkeep/domain';
import { addChatMessage, type OpenDocument } from '@emberkeep/store';
import { modelSentence, type GuestModel } from '#lib/services/models/guest-model.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { tell } from '#lib/records/act.ts';
import { ask, write, type Asked, type Written } from './ask.ts';

const UNANSWERED = 'That could not be looked up just now. Ask again in a moment.';

/** In words, what taking an offer does. */
export const offerWords = (request: DraftRequest): string =>
  request.kind === 'scene'
    ? `Create scene “${request.title}”`
    : request.kind === 'entity'
      ? `Create ${request.name}`
      : 'Log it';

export class Talk {
  busy = $state(false);
  /** The answer so far, while a model says it; null where none does. */
  growing: string | null = $state(null);
  /** Words that wait for a yes before they go to a model; null where none do. */
  asksConsent: string | null = $state(null);
  /** Ways back, by the message that says what was made; while this page is open. */
  undos: ReadonlyMap<string, () => void> = $state.raw(new Map());
  guest: GuestModel | null = $state.raw(null);
  /** Opens the end of the evening, which asks before it does anything. */
  onend: () => void = () => undefined;
  #stop: AbortController | null = null;
  /** What the person said no to, until it is set anew or the page is. */
  #declined: GuestModel['settings'] | null = null;

  constructor(
    readonly campaign: OpenCampaign,
    readonly body: OpenDocument,
  ) {}

  get messages(): readonly ChatMessage[] {
    return [...this.campaign.live.list(CHAT_MESSAGE, this.body)].sort(byOrder);
  }
  /** What the last answer offered; gone once anything was said after it. */
  get offers(): readonly DraftRequest[] {
    return this.busy ? [] : readDraftRequests(this.messages.at(-1)?.offers);
  }

  /** An answer, as a record. */
  #answer(
    content: string,
    more: { made?: readonly Written[]; reply?: Pick<Asked, 'isPartial' | 'engine' | 'cited' | 'offers'> } = {},
  ): void {
    const { reply } = more;
    const said = addChatMessage(this.campaign.docs, this.body, {
      role: 'assistant',
      content,
      ...(reply
        ? {
            isPartial: reply.isPartial,
            engine: reply.engine,
            ...(reply.cited.length > 0 ? { citations: reply.cited } : {}),
            ...(reply.offers.length > 0 ? { offers: reply.offers } : {}),
          }
        : {}),
    });
    if (!tell(said) || !said.ok) return;
    const back = (more.made ?? []).flatMap((each) => each.undo ?? []);
    if (back.length > 0)
      this.undos = new Map([
        ...this.undos,
        [
          said.value,
          () => {
            this.undos = new Map([...this.undos].filter(([id]) => id !== said.value));
            void Promise.all(back.map((undo) => undo())).then(() => this.#answer('Taken back.'));
          },
        ],
      ]);
  }

  /** Says these words; true once they are a record. `guest`: the model that was set, if any. */
  say(text: string, guest: GuestModel | null): boolean {
    const said = text.trim();
    if (said === '' || this.busy) return false;
    const before = this.messages;
    if (!tell(addChatMessage(this.campaign.docs, this.body, { role: 'user', content: said }))) return false;
    this.guest = guest;
    this.busy = true;
    if (guest?.isSet && !guest.isAgreed(this.campaign.id) && this.#declined !== guest.settings) this.asksConsent = said;
    else void this.#reply(said, before, guest?.isSet && guest.isAgreed(this.campaign.id) ? guest : null);
    return true;
  }

  /** The person's word on what would leave the device. */
  async consent(isYes: boolean): Promise<void> {
    const said = this.asksConsent;
    if (said === null) return;
    this.asksConsent = null;
    if (isYes) await this.guest?.agree(this.campaign.id);
    else this.#declined = this.guest?.settings ?? null;
    await this.#reply(said, this.messages.slice(0, -1), isYes ? this.guest : null);
  }

  async #reply(said: string, before: readonly ChatMessage[], guest: GuestModel | null): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    let isKept = false;
    // A page that goes keeps what had come; nothing that arrives after that is said twice.
    const leave = (): void => {
      stop.abort();
      if (isKept || !this.growing) return;
      isKept = true;
      this.#answer(this.growing, { reply: { isPartial: true, engine: this.engine, cited: [], offers: [] } });
    };
    window.addEventListener('pagehide', leave);
    try {
      const reply = await ask(
        this.campaign,
        said,
        before,
        guest ? { model: guest, signal: stop.signal, onText: (soFar) => (this.growing = soFar) } : null,
      );
      if (!isKept) this.#take(reply);
    } catch (error) {
      console.warn('the agent could not answer', error);
      if (!isKept) this.#answer(UNANSWERED);
    }
    window.removeEventListener('pagehide', leave);
    [this.busy, this.growing, this.#stop] = [false, null, null];
  }

  #take(reply: Asked): void {
    const made = reply.writes.map((request) => write(this.campaign, this.body, request));
    const refused = made.map((each) => each.sentence).filter(Boolean);
    const why =
      reply.problem && reply.problem !== 'stopped'
        ? `\n(${modelSentence(reply.problem)} Answered by the rules on this device.)`
        : '';
    // The rules' words say that it was done; a model's may say anything.
    const words =
      refused.length > 0 && reply.engine === '' ? '' : reply.text || (reply.problem === 'stopped' ? 'Stopped.' : '');
    this.#answer(`${[words, ...refused].filter(Boolean).join('\n')}${why}`, { made, reply });
    if (reply.isEnd) this.onend();
  }

  /** The name of the model that would answer, for the screen. */
  get engine(): string {
    return this.guest?.isAgreed(this.campaign.id) ? this.guest.name : '';
  }

  stop(): void {
    this.#stop?.abort();
  }

  accept(request: DraftRequest): void {
    const written = write(this.campaign, this.body, request);
    this.#answer(written.made ? `Added ${written.made.name} as a draft.` : written.sentence, { made: [written] });
  }
  decline(): void {
    this.#answer('Left out.');
  }
}

const talks = new WeakMap<OpenDocument, Talk>();
export const talkOf = (campaign: OpenCampaign, body: OpenDocument): Talk => {
  const known = talks.get(body) ?? new Talk(campaign, body);
  talks.set(body, known);
  return known;
};
