// What a room does with a frame of one of its connections: a SyncStep1 is answered, an update is taken in, presence is
// passed on. A frame that cannot be read closes its own connection and nothing else.
import * as decoding from 'lib0/decoding';
import { CLOSE, decodePresence, MESSAGE, SYNC } from '@emberkeep/sync/wire';
import type { Steps } from '../sockets/slices.ts';
import { NotWanted } from '../merge/merge-thread.ts';
import { createAnswerQueue, type Step1 } from './answer-queue.ts';
import type { Connection } from './connection.ts';
import { acknowledge, closeUnstored, countMessage, runOrHold, type Member } from './member.ts';
import type { RoomPresence } from './presence.ts';
import { isPlayerViewRoom } from './room-names.ts';
import type { GrantShares } from './grant-shares.ts';
import type { InitialAnswer } from './initial-sync.ts';
import { countVectorClients, isVectorTooLarge } from './state-vector.ts';
import type { StoredRoom } from './stored-room.ts';
import type { IncomingUpdate } from './update-intake.ts';

export interface ReceiverDeps {
  name: string;
  maxDocBytes: number;
  stored: StoredRoom;
  presence: RoomPresence;
  accept(member: Member, update: IncomingUpdate): Steps | void;
  /** The frames that answer a client's encoded state vector. `gone`: it waits for them no more. */
  answerTo(vector: Uint8Array, gone: AbortSignal): Promise<InitialAnswer>;
  /** Questions that were not answered in full, because the room is damaged. */
  unfinished: Map<Member, Step1>;
  shares: GrantShares;
  onError(error: Error): void;
}

/** Sends a connection who is present, if anyone is. */
export const sendPresence = (presence: RoomPresence, connection: Connection): void => {
  const everyone = presence.all();
  if (everyone) connection.send(everyone);
};

const closeUnreadable = (connection: Connection): void =>
  connection.close(CLOSE.badFrame, 'This frame cannot be read.');

export interface FrameReceiver {
  /** Returns the steps of what would take long at once. */
  receive(member: Member, frame: Uint8Array): Steps | void;
  /** Answers the unfinished questions again: the room has got something. */
  answerUnfinished(): void;
}

/** The steps; what throws closes the connection, as it does in a frame that is worked on at once. */
function* guarded(steps: Steps, connection: Connection): Generator<void, void> {
  try {
    for (let step = steps.next(); !step.done; step = steps.next()) yield;
  } catch {
    closeUnreadable(connection);
  }
}

/** Returns the function that answers a member's state vectors, one after the other. */
const createVectorAnswers = (deps: ReceiverDeps): ((member: Member, step1: Step1) => void) => {
  const { name, stored } = deps;

  const answerStep1 = async (member: Member, vector: Uint8Array, numbers: readonly number[]): Promise<void> => {
    const { connection } = member;
    if (!connection.isOpen()) return;
    try {
      const { frames, isWhole, isPart } = await deps.answerTo(vector, connection.gone);
      // Before the answer, so that nothing looks complete meanwhile.
      if (isPart) connection.say({ type: 'part' });
      connection.answer(frames);
      if (!isWhole) deps.unfinished.set(member, { number: numbers.at(-1)!, vector });
    } catch (error) {
      if (error instanceof NotWanted) return;
      deps.onError(error as Error);
      return closeUnstored(connection);
    }
    const head = stored.head();
    connection.say({ type: 'head', room: name, sequence: head?.sequence ?? 0, tag: head?.tag ?? '' });
    acknowledge(member, numbers);
  };
  const answerQueues = new WeakMap<Member, (step1: Step1) => void>();
  const queueOf = (member: Member): ((step1: Step1) => void) => {
    const known = answerQueues.get(member);
    if (known) return known;
    const queue = createAnswerQueue({
      answer: (vector, numbers) =>
        deps.shares.run(member.connection.member, () => answerStep1(member, vector, numbers), member.connection.shared),
      nowMs: () => performance.now(),
      later: (ms, run) => void setTimeout(run, ms),
    });
    answerQueues.set(member, queue);
    return queue;
  };

  return (member, step1) => queueOf(member)(step1);
};

export const createFrameReceiver = (deps: ReceiverDeps): FrameReceiver => {
  const { name, presence } = deps;
  const isTable = isPlayerViewRoom(name);

  const answerVector = createVectorAnswers(deps);

  const receiveSync = (member: Member, decoder: decoding.Decoder): Steps | void => {
    const number = countMessage(member);
    if (number === null) return;
    const kind = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (kind === SYNC.step1) {
      if (isVectorTooLarge(payload))
        return member.connection.close(CLOSE.tooLarge, 'This device names more devices than this relay accepts.');
      // Throws on bytes that are no vector: whatever fails later is not the client's fault.
      const clients = countVectorClients(payload);
      member.hasContent ||= clients > 0;
      answerVector(member, { number, vector: payload });
    } else if (kind === SYNC.step2 || kind === SYNC.update) {
      const update = { number, bytes: payload, isStep2: kind === SYNC.step2 };
      const accept = (): Steps | void => {
        // What was held is dropped if the connection was closed since, for example because it was revoked.
        if (!member.connection.isOpen()) return;
        const steps = deps.accept(member, update);
        if (steps) return guarded(steps, member.connection);
      };
      return runOrHold(member, accept, payload.byteLength, deps.maxDocBytes);
    } else member.connection.close(CLOSE.badFrame, 'Unknown sync message.');
  };

  const receivePresence = (connection: Connection, decoder: decoding.Decoder): void => {
    const entries = decodePresence(decoder);
    // Readers of the player view are not shown to each other.
    if (!isTable) presence.heard(connection.id, entries, connection.member);
  };

  const receive = (member: Member, frame: Uint8Array): Steps | void => {
    const { connection } = member;
    try {
      const decoder = decoding.createDecoder(frame);
      const type = decoding.readVarUint(decoder);
      // Unknown message types are ignored: a newer client may send more than this relay knows.
      if (type === MESSAGE.sync) return receiveSync(member, decoder);
      if (type === MESSAGE.awareness) receivePresence(connection, decoder);
      else if (type === MESSAGE.queryAwareness) presence.asked(connection.id, connection.member, connection.send);
    } catch {
      closeUnreadable(connection);
    }
  };

  const answerUnfinished = (): void => {
    const questions = [...deps.unfinished];
    deps.unfinished.clear();
    for (const [member, step1] of questions) answerVector(member, step1);
  };

  return { receive, answerUnfinished };
};
