import { randomBytes } from 'node:crypto';
import { createKeyHolder } from './key-holder.ts';
import { lockDown } from './lock-down.ts';
import type { FromChild, ToChild } from './protocol.ts';

// The signer child: it is started by node-child.ts with nothing of our environment and an IPC channel, and ends with that channel.
lockDown();
const holder = createKeyHolder(randomBytes);

function end(code: number): void {
  holder.close();
  process.exit(code);
}

process.once('disconnect', () => end(0));
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.once(event, () => end(1));
// Ctrl-C in a terminal reaches the whole process group; the core decides when its signer ends.
process.on('SIGINT', () => undefined);

process.on('message', (message: ToChild) => {
  void holder.answer(message.request).then((result) => {
    const answer: FromChild = { id: message.id, result };
    if (process.connected) process.send?.(answer, undefined, undefined, () => undefined);
  });
});
