import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Face } from '../../core/contract/method.ts';
import type { Out, WireIn } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import type { Order, Submission } from '../../core/contract/shapes.ts';
import type { Announcement } from '../../core/contract/topics.ts';
import { type Core, createCore } from '../../core/core.ts';
import type { CoreOptions } from '../../core/core-options.ts';
import type { Result } from '../../core/domain/result.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import type { Ports } from '../../core/ports.ts';
import { systemSignerPorts } from '../../core/signer-ports.ts';

/** A real core on a folder of its own. */
export interface TemporaryCore {
  readonly core: Core;
  readonly folder: string;
  readonly heard: Announcement[];
  /** Asks, as a face, and answers with the result. */
  ask<M extends MethodName>(method: M, input: WireIn<M>, face?: Face): Promise<Result<Out<M>>>;
  /** Asks, and throws unless it is answered well. */
  get<M extends MethodName>(method: M, input: WireIn<M>, face?: Face): Promise<Out<M>>;
  /** Closes this core and starts another on the same folder. */
  restart(options?: Partial<CoreOptions>): Promise<TemporaryCore>;
  remove(): Promise<void>;
}

/** What a test may change. */
export interface TemporaryOptions extends Partial<Omit<CoreOptions, 'dataFolder'>> {
  readonly ports?: Partial<Ports>;
}

/** The order of a submit that was sent at once; throws when it waits for an approval. */
export function sentOrder(submission: Submission): Order {
  if (submission.state !== 'sent') throw new Error('the order waits for an approval');
  return submission.order;
}

/** Starts one; its outside head is kept in the same temporary place. */
export async function temporaryCore(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-core-'));
  return start(root, options);
}

async function start(root: string, options: TemporaryOptions): Promise<TemporaryCore> {
  const folder = join(root, 'data');
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports: Ports = {
    clock: systemClock,
    ids: systemIds,
    fetch: () => Promise.reject(new Error('no request may leave')),
    log: quiet,
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey: null,
    ...options.ports,
  };
  const environment = { PORTCULLIS_HEAD_DIR: join(root, 'heads'), PORTCULLIS_API_PORT: '0', ...options.environment };
  const made = await createCore(ports, {
    runtime: 'test',
    previousCrash: false,
    serveApi: false,
    ...options,
    environment,
    dataFolder: folder,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const core = made.value;
  const heard: Announcement[] = [];
  core.on((announcement) => heard.push(announcement));
  const ask = <M extends MethodName>(method: M, input: WireIn<M>, face: Face = 'console') =>
    core.call(face, method, input) as Promise<Result<Out<M>>>;
  return {
    core,
    folder,
    heard,
    ask,
    async get(method, input, face) {
      const answer = await ask(method, input, face);
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.value;
    },
    async restart(changed = {}) {
      await core.close();
      return start(root, { ...options, ...changed });
    },
    async remove() {
      await core.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
