import { err, ok, type Result } from '../../domain/result.ts';
import type { Signer, SignerCapabilities, SignerProgress } from '../signer.ts';
import { checkRemoteOptions, clientCertificateEndMs, isLiteralLoopback } from './check-remote-options.ts';
import type { RemoteDialect } from './dialect.ts';
import { findProtocol, type SpokenProtocol } from './find-protocol.ts';
import { readPins } from './pins.ts';
import { createReadytrader } from './readytrader.ts';
import type { RemoteOptions } from './remote-options.ts';
import { type RemoteFacts, remoteState } from './remote-state.ts';
import { createServiceCalls, type ServiceCalls } from './service-calls.ts';
import { type Asked, unavailable } from './service-errors.ts';
import { createWeb3signerRest } from './web3signer-rest.ts';
import { createWeb3signerRpc } from './web3signer-rpc.ts';

/** A remote signer, and what is known of it beside its state. */
export interface RemoteSigner extends Signer {
  /** Live facts: when certificates end, how it is spoken to. */
  facts(): RemoteFacts;
}

/** What every protocol can, while it is not known which one is spoken. */
const leastCapabilities: SignerCapabilities = {
  types: [0, 2],
  accessLists: false,
  hasScreen: false,
  signsTexts: false,
};

/**
 * The signer `remote`: a service that holds the key and is asked over HTTPS. Connects only when it is asked something, and not at all
 * while a setting is wrong. Callers put it behind a signing desk, which lets one thing through at a time and proves what comes back.
 */
export function createRemoteSigner(options: RemoteOptions): RemoteSigner {
  const { clock, log, protocol } = options;
  const url = options.url !== null && URL.canParse(options.url) ? new URL(options.url) : null;
  const clientEndMs = clientCertificateEndMs(options.tls.cert);
  const pins = options.tls.pins === undefined ? undefined : (readPins(options.tls.pins) ?? []);
  const calls = createServiceCalls({ ...options, url: url?.href ?? '', tls: { ...options.tls, pins } });
  const closing = new AbortController();
  let dialect: RemoteDialect | null = protocol === 'auto' ? null : speak(protocol, calls, options);
  let lastOutcome: RemoteFacts['lastOutcome'] = 'not-asked';

  const problem = () => checkRemoteOptions(options, clock.nowMs())[0] ?? null;

  async function spoken(signal: AbortSignal): Promise<Result<RemoteDialect>> {
    const wrong = problem();
    if (wrong !== null) return err(unavailable(wrong.code, lowered(wrong.text)));
    if (signal.aborted) return err(unavailable('cancelled', 'it was cancelled'));
    if (dialect !== null) return ok(dialect);
    const found = await findProtocol(calls, signal);
    if (!found.ok) return found;
    log.info('the remote signer is known', { protocol: found.value });
    dialect = speak(found.value, calls, options);
    return ok(dialect);
  }

  /** Asks in the service's own protocol and keeps what came of it for the state. A no to one signature says nothing of the service. */
  async function ask<T>(
    asked: Asked,
    signal: AbortSignal,
    question: (dialect: RemoteDialect, signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const either = AbortSignal.any([signal, closing.signal]);
    const ready = await spoken(either);
    const answer = ready.ok ? await question(ready.value, either) : ready;
    const isOneNo = ready.ok && !answer.ok && asked === 'sign' && answer.error.code === 'signer-refused';
    if (answer.ok) lastOutcome = 'answered';
    else if (!either.aborted && !isOneNo) lastOutcome = answer.error;
    return answer;
  }

  const connecting = (progress: (progress: SignerProgress) => void): void =>
    progress({ step: 'connecting', text: 'The remote signer is being asked.' });

  const facts = (): RemoteFacts => ({
    host: url?.host ?? '',
    problem: problem(),
    title: dialect?.title ?? null,
    lastOutcome,
    servedEndMs: calls.certificate()?.notAfterMs ?? null,
    clientEndMs,
    plain: url?.protocol !== 'http:' ? 'no' : isLiteralLoopback(url) ? 'here' : 'away',
  });

  return {
    kind: 'remote',
    facts,
    capabilities: () => dialect?.capabilities ?? leastCapabilities,
    state: () => remoteState(facts(), clock.nowMs()),
    address: (_options, signal) => ask('read', signal, (service, either) => service.address(either)),
    async sign(transaction, progress, signal) {
      connecting(progress);
      const claimed = await ask('sign', signal, (service, either) => service.sign(transaction, either));
      if (claimed.ok) progress({ step: 'received', text: 'The remote signer answered.' });
      return claimed;
    },
    async signText(text, progress, signal) {
      connecting(progress);
      const claimed = await ask('sign', signal, (service, either) => service.signText(text, either));
      if (claimed.ok) progress({ step: 'received', text: 'The remote signer answered.' });
      return claimed;
    },
    close: async () => closing.abort(),
  };
}

function speak(protocol: SpokenProtocol, calls: ServiceCalls, options: RemoteOptions): RemoteDialect {
  switch (protocol) {
    case 'readytrader':
      return createReadytrader({ ...options, calls, expiryMs: options.timeoutMs * (options.retries + 1) });
    case 'web3signer-rest':
      return createWeb3signerRest(calls, options.pinned);
    case 'web3signer-rpc':
      return createWeb3signerRpc(calls, options.pinned);
  }
}

/** A sentence as the end of another one. */
function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1, -1)}`;
}
