import { createHash, type X509Certificate } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';

/** Who the other side must be and who we are, all PEM text; nothing of it appears in an error. */
export interface TlsIdentity {
  /** Our client certificate and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The authority to trust in place of the system's. */
  readonly ca?: string | undefined;
  /** SHA-256 of certificates (64 hexadecimal digits each), of which the other side must show one; two while one is being replaced. */
  readonly pins?: readonly string[] | undefined;
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
  readonly notAfterMs: number;
}

/**
 * Why there is no answer. `sent` is false only when surely no byte of the request left: it may be sent again. `tls` is a certificate that
 * is not the right one, or a handshake that failed.
 */
export interface HttpFailure {
  readonly kind: 'connect' | 'tls' | 'timeout' | 'reset' | 'too-large' | 'cancelled';
  readonly sent: boolean;
  readonly why: string;
}

/**
 * One request over HTTP or over TLS 1.2 and newer: one connection of its own, no redirects, no proxy, nothing kept, the answer capped and
 * the whole under one deadline. With pins the certificate is checked before a byte of the request is written.
 */
export function exchange(question: HttpQuestion, clock: Clock): Promise<Result<HttpAnswer, HttpFailure>> {
  return new Promise((resolve) => {
    const url = new URL(question.url);
    const isTls = url.protocol === 'https:';
    const { tls, body = '' } = question;
    let sent = false;
    let certificate: ServedCertificate | null = null;
    let settled = false;

    const settle = (result: Result<HttpAnswer, HttpFailure>): void => {
      if (settled) return;
      settled = true;
      stopDeadline();
      question.signal.removeEventListener('abort', cancel);
      request.destroy();
      resolve(result);
    };
    const fail = (kind: HttpFailure['kind'], why: string): void => settle(err({ kind, sent, why }));
    const cancel = (): void => fail('cancelled', 'it was cancelled');

    const request = (isTls ? requestHttps : requestHttp)(
      url,
      {
        method: question.method,
        agent: false,
        maxHeaderSize: 16_384,
        headers: {
          ...question.headers,
          ...(question.method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
        },
        ...(isTls
          ? { minVersion: 'TLSv1.2' as const, cert: tls.cert, key: tls.key, ca: tls.ca, rejectUnauthorized: true }
          : {}),
      },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length > question.maxBytes) fail('too-large', `the answer is longer than ${question.maxBytes} bytes`);
          else parts.push(part);
        });
        response.on('end', () => {
          if (!response.complete) return fail('reset', 'the answer broke off');
          settle(ok({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8'), certificate }));
        });
        response.on('error', () => fail('reset', 'the answer broke off'));
        response.on('aborted', () => fail('reset', 'the answer broke off'));
      },
    );
    const stopDeadline = clock.after(question.timeoutMs, () =>
      fail('timeout', `no answer within ${question.timeoutMs} ms`),
    );
    const write = (): void => {
      if (settled) return;
      sent = true;
      request.end(question.method === 'POST' ? body : undefined);
    };
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!sent && isTls && isTlsFault(error)) fail('tls', tlsFault(error));
      else if (sent) fail('reset', 'the connection was lost');
      else fail('connect', `it cannot be connected to (${error.code ?? 'unknown'})`);
    });
    request.on('socket', (socket) => {
      if (!isTls) {
        socket.once('connect', write);
        return;
      }
      socket.once('secureConnect', () => {
        const raw = (socket as TLSSocket).getPeerX509Certificate();
        if (raw === undefined) return fail('tls', 'it showed no certificate');
        certificate = served(raw);
        const isPinned = tls.pins === undefined || tls.pins.includes(certificate.fingerprint);
        if (!isPinned) return fail('tls', 'its certificate is not the pinned one');
        write();
      });
    });
    question.signal.addEventListener('abort', cancel, { once: true });
    if (question.signal.aborted) cancel();
    // Headers leave with the body, never before the certificate was looked at.
    request.removeHeader('expect');
  });
}

function served(certificate: X509Certificate): ServedCertificate {
  return {
    fingerprint: createHash('sha256').update(certificate.raw).digest('hex'),
    notAfterMs: certificate.validToDate.getTime(),
  };
}

function isTlsFault({ code = '', message }: NodeJS.ErrnoException): boolean {
  return (
    /^ERR_(TLS|SSL|OSSL)|CERT|SELF_SIGNED|UNABLE_TO|HOSTNAME|EPROTO/.test(code) || /certificate|SSL|TLS/i.test(message)
  );
}

function tlsFault({ code }: NodeJS.ErrnoException): string {
  return `its certificate or handshake is not right (${code ?? 'unknown'})`;
}
