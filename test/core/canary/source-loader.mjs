// Lets a Node run the core from its sources: the one name that the build resolves by an alias.
import { registerHooks } from 'node:module';

const sources = new URL('../../../node_modules/ccxt/js/src/', import.meta.url);
const alias = 'ccxt-src/';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith(alias)
      ? { url: new URL(specifier.slice(alias.length), sources).href, shortCircuit: true }
      : next(specifier, context),
});
