// Lets a Node run the core from its sources: the one name that the build resolves by an alias.
import { registerHooks } from 'node:module';

const binance = new URL('../../../node_modules/ccxt/js/src/binance.js', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'ccxt-binance' ? { url: binance, shortCircuit: true } : next(specifier, context),
});
