// Imported before the signer child's own code: every answer then also carries what has been loaded by then.
import { registerHooks } from 'node:module';

const loaded = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
const send = process.send.bind(process);
const facts = { environment: { ...process.env } };
process.send = (message, ...rest) => send({ ...message, ...facts, loaded, builtin: process.moduleLoadList }, ...rest);
