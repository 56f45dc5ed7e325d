// Lets a plain Node run the core from its sources: it finds the one exchange of ccxt as the build does.
import { registerHooks } from 'node:module';

const binance = new URL('../../../../node_modules/ccxt/js/src/binance.js', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'ccxt-binance' ? { url: binance, shortCircuit: true } : next(specifier, context),
});
