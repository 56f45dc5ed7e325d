import { registerHooks } from 'node:module';

/** Ways to the network, or around the loader, that every Node program is born with. */
const globalNames = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'WebAssembly', 'require'];
const processNames = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen', 'kill', 'loadEnvFile'];

/**
 * From now on this process loads no further module, ours or Node's, and has lost the globals that reach the network. Node's permission
 * model, under which the child is started, closes the file system, programs, workers and addons; it does not know the network.
 */
export function lockDown(): void {
  registerHooks({
    resolve(specifier) {
      throw new Error(`nothing more is loaded here: ${specifier}`);
    },
  });
  for (const name of globalNames) Reflect.deleteProperty(globalThis, name);
  for (const name of processNames) Reflect.deleteProperty(process, name);
}
