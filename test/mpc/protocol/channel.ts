/** One message between the parties: a kind and texts. */
export interface Message {
  readonly kind: string;
  readonly [field: string]: string;
}

/** An ordered connection between the parties. `receive` rejects when it is closed or a deadline has passed. */
export interface Channel {
  send(message: Message): void;
  receive(): Promise<Message>;
}

/** A failure of a session, by the code that the control plane answers with. */
export class SessionFailure extends Error {
  readonly code: string;
  readonly detail: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** The next message, which must be of `kind` and have just these fields. Another is `session_failed`. */
export async function expect<Field extends string>(
  channel: Channel,
  kind: string,
  fields: readonly Field[],
): Promise<Readonly<Record<Field, string>>> {
  const message = await channel.receive();
  if (message.kind === 'failed') throw new SessionFailure(message.code ?? 'session_failed', message.detail ?? '');
  const isWhole = fields.every((field) => typeof message[field] === 'string');
  if (message.kind !== kind || !isWhole) throw new SessionFailure('session_failed', `expected ${kind}`);
  return message as unknown as Readonly<Record<Field, string>>;
}

/** Two ends of a connection inside one process. */
export function pairedChannels(): readonly [Channel, Channel] {
  const ends = [messageQueue(), messageQueue()] as const;
  return [
    { send: (message) => ends[1].push(message), receive: ends[0].next },
    { send: (message) => ends[0].push(message), receive: ends[1].next },
  ];
}

/** Messages in order of arrival, waited for one at a time. */
export interface MessageQueue {
  push(message: Message): void;
  next(): Promise<Message>;
  /** Ends every wait, now and later, with `failure`. */
  end(failure: Error): void;
}

/** An empty queue. */
export function messageQueue(): MessageQueue {
  const waiting: { readonly resolve: (message: Message) => void; readonly reject: (failure: Error) => void }[] = [];
  const arrived: Message[] = [];
  let ended: Error | null = null;
  return {
    push(message) {
      const next = waiting.shift();
      if (next === undefined) arrived.push(message);
      else next.resolve(message);
    },
    next() {
      const message = arrived.shift();
      if (message !== undefined) return Promise.resolve(message);
      if (ended !== null) return Promise.reject(ended);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    end(failure) {
      ended ??= failure;
      for (const { reject } of waiting.splice(0)) reject(failure);
    },
  };
}
