// The conversation with the assistant in one session, on this page: asking, waiting for an answer, stopping it,
// offers and undo. It outlives the panel that shows it, so closing the panel stops no answer. Every message is a
// record before it is shown; an answer that is cut short is kept as far as it came.
import { byOrder, CHAT_MESSAGE, readDraftRequests, type ChatMessage, type DraftRequest } from '@emberkeep/domain';
import { addChatMessage, entityOfLogDraft, type OpenDocument } from '@emberkeep/store';
import { modelSentence, type ModelAccess } from '#lib/services/models/model-access.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import type { Draft } from '#lib/device/drafts.svelte.ts';
import { showRefusal } from '#lib/records/command-feedback.ts';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';
import { ask, write, type Asked, type Written } from './ask.ts';
import { sentenceForTakenBack, type TakenBack } from './take-back.ts';
import { isStillMissing, markAnswering, onceNoTabAnswers, readUnfinishedAnswer } from './unfinished-answer.ts';

const UNANSWERED = m.chat_conversation_that_could_not_be_looked();

/** The button that accepts an offer. What is told of an entity goes to its own log, anything else to the session's. */
export const offerWords = ({ docs, live }: OpenCampaign, request: DraftRequest): string => {
  if (request.kind === 'scene') return m.chat_conversation_create_scene({ title: request.title });
  if (request.kind === 'entity') return m.chat_conversation_create_name({ name: request.name });
  const entity = live.entity(entityOfLogDraft(docs, request) ?? '');
  return entity
    ? m.chat_conversation_add_to_the_log_of({ name: entity.name })
    : m.chat_conversation_add_to_the_session_log();
};

type StoredReply = Pick<Asked, 'isPartial' | 'engine' | 'cited' | 'offers'>;

/** The fields of a chat message that an answer fills; empty lists are not stored. */
const replyFields = ({ isPartial, engine, cited, offers }: StoredReply) => ({
  isPartial,
  engine,
  ...(cited.length > 0 ? { citations: cited } : {}),
  ...(offers.length > 0 ? { offers } : {}),
});

/** The words of an answer: what was said, what could not be written, and why a model did not answer. */
const answerText = (reply: Asked, refused: readonly string[]): string => {
  const problem =
    reply.problem && reply.problem !== 'stopped'
      ? m.chat_conversation_model_sentence_answered_by_the({ modelSentence: modelSentence(reply.problem) })
      : '';
  // The rules' words say that it was written, so a refusal replaces them; a model's words may be about anything.
  const isContradicted = refused.length > 0 && reply.engine === '';
  const words = isContradicted ? '' : reply.text || (reply.problem === 'stopped' ? m.chat_conversation_stopped() : '');
  return `${[words, ...refused].filter(Boolean).join('\n')}${problem}`;
};

export class Conversation {
  busy = $state(false);
  /** The answer so far, while a model writes it; null otherwise. */
  growing: string | null = $state(null);
  /** A message that waits for the person's consent before it goes to a model; null otherwise. */
  asksConsent: string | null = $state(null);
  /** Undo of what a message wrote, by message; only while this page is open. */
  undos: ReadonlyMap<string, () => void> = $state.raw(new Map());
  access: ModelAccess | null = $state.raw(null);
  /** Opens the dialog that ends the session. */
  onend: () => void = () => undefined;
  #stop: AbortController | null = null;
  /** The settings that the person refused to use; asked again once they change or the page is reloaded. */
  #declined: ModelAccess['settings'] | null = null;
  /** Id of the message that is answered; empty before the first. */
  #questionId = '';
  /** Holds what has arrived of an answer until the answer is on the disk. */
  readonly #unfinished: Draft;

  constructor(
    readonly campaign: OpenCampaign,
    readonly body: OpenDocument,
  ) {
    this.#unfinished = campaign.draft(`${body.room}/unfinished-answer`);
  }

  get messages(): readonly ChatMessage[] {
    return [...this.campaign.live.list(CHAT_MESSAGE, this.body)].sort(byOrder);
  }
  /** What the last answer offered; empty once anything was said after it. */
  get offers(): readonly DraftRequest[] {
    return this.busy ? [] : readDraftRequests(this.messages.at(-1)?.offers);
  }
  /** The name of the model that would answer, for the screen. */
  get engine(): string {
    return this.access?.isAgreed(this.campaign.id) ? this.access.name : '';
  }

  /** Sends a message; true once it is a record. `access`: the model that is set, if any. */
  say(text: string, access: ModelAccess | null): boolean {
    const said = text.trim();
    if (said === '' || this.busy) return false;
    const earlier = this.messages;
    const question = addChatMessage(this.campaign.docs, this.body, { role: 'user', content: said });
    if (!showRefusal(question) || !question.ok) return false;
    this.#questionId = question.value;
    this.access = access;
    this.busy = true;
    const isAgreed = access?.isSet === true && access.isAgreed(this.campaign.id);
    if (access?.isSet && !isAgreed && this.#declined !== access.settings) this.asksConsent = said;
    else void this.#reply(said, earlier, isAgreed ? access : null);
    return true;
  }

  /** The person's answer to whether the waiting message may go to the model. */
  async consent(isYes: boolean): Promise<void> {
    const said = this.asksConsent;
    if (said === null) return;
    this.asksConsent = null;
    if (isYes) await this.access?.agree(this.campaign.id);
    else this.#declined = this.access?.settings ?? null;
    await this.#reply(said, this.messages.slice(0, -1), isYes ? this.access : null);
  }

  stop(): void {
    this.#stop?.abort();
  }

  accept(request: DraftRequest): void {
    const written = write(this.campaign, this.body, request);
    this.#answer(written.made ? m.chat_conversation_added_as_a_draft({ name: written.made.name }) : written.sentence, {
      made: [written],
    });
  }
  decline(): void {
    this.#answer(m.chat_conversation_dismissed());
  }

  /** Stores what had arrived of an answer when the page that asked for it was closed or killed. */
  async bringBackAnswer(): Promise<void> {
    if (this.#unfinished.text === '') return;
    await onceNoTabAnswers(this.body.room, () => {
      const found = readUnfinishedAnswer(this.#unfinished.text);
      if (this.busy) return;
      if (found && isStillMissing(found, this.messages)) this.#keepPart(found.text, found.engine);
      void this.#forgetOnceSaved();
    });
  }

  #keepPart(text: string, engine: string): void {
    this.#answer(text, { reply: { isPartial: true, engine, cited: [], offers: [] } });
  }

  async #forgetOnceSaved(): Promise<void> {
    const kept = this.#unfinished.text;
    const saved = await this.campaign.docs.queue.whenSaved();
    if (saved.ok && this.#unfinished.text === kept) this.#unfinished.discard();
  }

  #reply(said: string, earlier: readonly ChatMessage[], access: ModelAccess | null): Promise<void> {
    const answered = this.#answerTo(said, earlier, access);
    markAnswering(this.body.room, answered);
    return answered;
  }

  async #answerTo(said: string, earlier: readonly ChatMessage[], access: ModelAccess | null): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    let isKept = false;
    // A page that is closed keeps what had arrived; what arrives after that is not stored a second time.
    const keepPartial = (): void => {
      stop.abort();
      if (isKept || !this.growing) return;
      isKept = true;
      this.#keepPart(this.growing, this.engine);
    };
    const onText = (soFar: string): void => {
      this.growing = soFar;
      this.#unfinished.text = JSON.stringify({ questionId: this.#questionId, engine: this.engine, text: soFar });
    };
    window.addEventListener('pagehide', keepPartial);
    try {
      const reply = await ask(
        this.campaign,
        this.body,
        said,
        earlier,
        access ? { access, signal: stop.signal, onText } : null,
      );
      if (!isKept) this.#accept(reply);
    } catch (error) {
      console.warn('the assistant could not answer', error);
      if (!isKept) this.#answer(reasonOf(error, UNANSWERED));
    }
    window.removeEventListener('pagehide', keepPartial);
    void this.#forgetOnceSaved();
    [this.busy, this.growing, this.#stop] = [false, null, null];
  }

  /** Writes what a reply asks for and stores the reply. */
  #accept(reply: Asked): void {
    if (reply.isUndo) return this.#undoNewest();
    const made = reply.writes.map((request) => write(this.campaign, this.body, request));
    const refused = made.map((each) => each.sentence).filter(Boolean);
    this.#answer(answerText(reply, refused), { made, reply });
    if (reply.isEnd) this.onend();
  }

  /** Takes back what was written last in this conversation, as its Undo does. */
  #undoNewest(): void {
    const undo = [...this.undos.values()].at(-1);
    if (undo) undo();
    else this.#answer(m.chat_takeBack_there_was_nothing_to_undo());
  }

  /** Stores an answer, with undo for what was written with it. */
  #answer(content: string, { made = [], reply }: { made?: readonly Written[]; reply?: StoredReply } = {}): void {
    const stored = addChatMessage(this.campaign.docs, this.body, {
      role: 'assistant',
      content,
      ...(reply ? replyFields(reply) : {}),
    });
    if (!showRefusal(stored) || !stored.ok) return;
    const undos = made.flatMap((each) => each.undo ?? []);
    if (undos.length > 0) this.#offerUndo(stored.value, undos);
  }

  #offerUndo(messageId: string, undos: readonly (() => Promise<TakenBack>)[]): void {
    const undoAll = async (): Promise<void> => {
      this.undos = new Map([...this.undos].filter(([id]) => id !== messageId));
      const results = await Promise.all(undos.map((undo) => undo()));
      // What could not be read can be tried again.
      const unread = undos.filter((_, at) => results[at] === 'unread');
      if (unread.length > 0) this.#offerUndo(messageId, unread);
      this.#answer(sentenceForTakenBack(results));
    };
    this.undos = new Map([...this.undos, [messageId, () => void undoAll()]]);
  }
}

const conversations = new WeakMap<OpenDocument, Conversation>();

/** The conversation of a session's document; the same one each time. */
export const conversationOf = (campaign: OpenCampaign, body: OpenDocument): Conversation => {
  const known = conversations.get(body) ?? new Conversation(campaign, body);
  conversations.set(body, known);
  return known;
};
