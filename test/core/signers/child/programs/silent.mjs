// Run in place of the signer child: it answers nothing, or with `open` in its arguments only the first question.
import { argv } from 'node:process';

let answered = !argv.includes('open');
process.on('message', ({ id }) => {
  if (answered) return;
  answered = true;
  process.send({ id, result: { ok: true, value: { kind: 'opened', address: argv.at(-1) } } });
});
process.once('disconnect', () => process.exit(0));
