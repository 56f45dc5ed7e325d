import { createHash, type X509Certificate } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import { isPinned } from './pins.ts';
import { isClientCertificateRefusal, tlsFault } from './tls-faults.ts';

/** Who the other side must be and who we are, all PEM text; nothing of it appears in an error. */
export interface TlsIdentity {
  /** Our client certificate and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The authority to trust in place of the system's. */
  readonly ca?: string | undefined;
  /** SHA-256 of certificates (64 hexadecimal digits each), of which the other side must show one; two while one is being replaced. */
  readonly pins?: readonly string[] | undefined;
  /** Hears what the other side showed, once it is found to be trusted and pinned. */
  readonly onServed?: ((certificate: ServedCertificate) => void) | undefined;
}

/** One request to a signing service. */
export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly body?: string;
  readonly tls: TlsIdentity;
  /** For the whole exchange, connecting included. */
  readonly timeoutMs: number;
  /** The most that is read of the answer. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** What the service answered, whatever its status; `certificate` is what it showed over TLS. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly certificate: ServedCertificate | null;
}

/** A live certificate of the other side. */
export interface ServedCertificate {
  /** SHA-256 over the certificate, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/**
 * Why there is no answer. `sent` is false only when surely no byte of the request left: it may be sent again. `tls` is a certificate that
 * is not the right one, a handshake that failed, or our certificate refused: whatever `sent` says, the request was not read.
 */
export interface HttpFailure {
  readonly kind: 'connect' | 'tls' | 'timeout' | 'reset' | 'too-large' | 'cancelled';
  readonly sent: boolean;
  /** Half a sentence about the other side; no text of theirs. */
  readonly why: string;
}

/**
 * One request over HTTP or over TLS 1.2 and newer: one connection of its own, no redirects, no proxy, no cookies, nothing kept, the
 * answer capped and the whole under one deadline. Host name and authority are always checked; with pins the certificate is too, before a
 * byte of the request is written. Never rejects.
 */
export async function exchange(question: HttpQuestion, clock: Clock): Promise<Result<HttpAnswer, HttpFailure>> {
  const node = await loadNode();
  if (question.signal.aborted) return err({ kind: 'cancelled', sent: false, why: cancelled });
  return new Promise((resolve) => {
    let request: ClientRequest | null = null;
    let sent = false;
    let hasAnswer = false;
    let certificate: ServedCertificate | null = null;
    let settled = false;

    const settle = (result: Result<HttpAnswer, HttpFailure>): void => {
      if (settled) return;
      settled = true;
      stopDeadline();
      question.signal.removeEventListener('abort', cancel);
      request?.destroy();
      resolve(result);
    };
    const fail = (kind: HttpFailure['kind'], why: string): void => settle(err({ kind, sent, why }));
    const cancel = (): void => fail('cancelled', cancelled);
    const stopDeadline = clock.after(question.timeoutMs, () =>
      fail('timeout', `it did not answer within ${question.timeoutMs} ms`),
    );
    question.signal.addEventListener('abort', cancel, { once: true });

    try {
      request = open(question, node);
    } catch (thrown) {
      return fail('tls', `our certificate, key or authority cannot be read (${codeOf(thrown)})`);
    }
    const opened = request;
    const write = (): void => {
      if (settled) return;
      sent = true;
      opened.end(question.method === 'POST' ? (question.body ?? '') : undefined);
    };
    opened.on('socket', (socket) => {
      if (!(socket instanceof node.TLSSocket)) return void socket.once('connect', write);
      socket.once('secureConnect', () => {
        const shown = socket.getPeerX509Certificate();
        if (shown === undefined || !socket.authorized) return fail('tls', 'it showed no certificate to be trusted');
        certificate = served(shown);
        if (!isPinned(question.tls.pins, certificate.fingerprint)) {
          return fail('tls', 'its certificate is not the pinned one');
        }
        question.tls.onServed?.(certificate);
        write();
      });
    });
    opened.on('response', (response) => {
      hasAnswer = true;
      const parts: Buffer[] = [];
      let length = 0;
      response.on('data', (part: Buffer) => {
        length += part.length;
        if (length > question.maxBytes) fail('too-large', `its answer is longer than ${question.maxBytes} bytes`);
        else parts.push(part);
      });
      response.on('end', () => {
        if (!response.complete) return fail('reset', brokenOff);
        settle(ok({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8'), certificate }));
      });
      response.on('error', () => fail('reset', brokenOff));
      response.on('close', () => fail('reset', brokenOff));
    });
    opened.on('error', (error) => {
      const code = codeOf(error);
      const fault = tlsFault(code);
      if (fault !== null && (!sent || isClientCertificateRefusal(code))) fail('tls', fault);
      else if (sent) fail('reset', `the connection was lost or its answer is no HTTP (${code})`);
      else fail('connect', `it cannot be connected to (${code})`);
    });
    // An answer that only switches protocols, and whatever else ends without a word; an answer that began tells of its own end.
    opened.on('close', () => {
      if (!hasAnswer) fail(sent ? 'reset' : 'connect', 'it closed the connection');
    });
  });
}

const cancelled = 'it was cancelled';
const brokenOff = 'its answer broke off';

/** Loaded with the first question: with node:http Node loads all of its fetch, a good part of a start that most consoles have no use for. */
async function loadNode() {
  const [http, https, tls] = await Promise.all([import('node:http'), import('node:https'), import('node:tls')]);
  return { requestHttp: http.request, requestHttps: https.request, TLSSocket: tls.TLSSocket };
}

/** Connects; nothing is written until `end`. Throws on certificates and keys that are none. */
function open(
  { method, url, headers, body = '', tls: { cert, key, ca } }: HttpQuestion,
  { requestHttp, requestHttps }: Awaited<ReturnType<typeof loadNode>>,
): ClientRequest {
  const target = new URL(url);
  const options = {
    method,
    agent: false as const,
    maxHeaderSize: 16_384,
    headers: {
      ...headers,
      ...(method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    },
  };
  if (target.protocol !== 'https:') return requestHttp(target, options);
  return requestHttps(target, { ...options, cert, key, ca, minVersion: 'TLSv1.2', rejectUnauthorized: true });
}

function served(certificate: X509Certificate): ServedCertificate {
  return {
    fingerprint: createHash('sha256').update(certificate.raw).digest('hex'),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
  };
}

/** A failure's code: capital letters and digits, never text of the other side. */
function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return /^[A-Z0-9_]{1,80}$/.test(code) ? code : 'unknown';
}
