// Finds sockets on which nothing arrives any more: a network that changes leaves them open, and the stock provider waits
// half a minute before it connects anew.
import type { Attachment } from './attachments.ts';

/** A document that was waited for and has not settled. `isSilent`: nothing came from the relay meanwhile. */
export interface Unsettled {
  attachment: Attachment;
  isSilent: boolean;
}

interface Silence {
  /** Looks in a row at which it was silent. */
  looks: number;
  /** Looks before the socket is replaced; twice as many after each time, because a large upload is as silent. */
  patience: number;
}

export class Silences {
  #known = new Map<Attachment, Silence>();

  /** Gives those whose socket is to be replaced. */
  look(unsettled: readonly Unsettled[]): Attachment[] {
    // One that has settled starts anew when it is silent again.
    this.#known = new Map(unsettled.filter(isLive).map((each) => [each.attachment, this.#next(each)]));
    return [...this.#known].flatMap(([attachment, silence]) => {
      if (silence.looks < silence.patience) return [];
      Object.assign(silence, { looks: 0, patience: silence.patience * 2 });
      return [attachment];
    });
  }

  #next({ attachment, isSilent }: Unsettled): Silence {
    const { looks, patience } = this.#known.get(attachment) ?? { looks: 0, patience: 1 };
    return { looks: isSilent ? looks + 1 : 0, patience };
  }
}

const isLive = ({ attachment: { provider } }: Unsettled): boolean =>
  provider !== null && !['offline', 'refused'].includes(provider.state().type);
