const secretName =
  /secret|passphrase|password|private|mnemonic|seed|share|token|api-?_?key|master|authorization|cookie|signature/i;

const secretText: readonly RegExp[] = [
  /\b(signature|secret|token|apikey|api_key|passphrase|password)=[^&\s"']+/gi,
  /\bBearer\s+\S+/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\/\/[^/\s:@]+:[^/\s@]+@/g,
];

const deepest = 6;
const longest = 4_000;

/**
 * A copy of `value` fit for a diagnostic line: anything under a name that sounds like a secret, and anything in text that looks like
 * one, is replaced. The last net only: no caller may hand a secret to a log.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (depth >= deepest) return '[deeper]';
  if (value instanceof Error) return redactText(value.stack ?? value.message);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    copy[name] = secretName.test(name) ? '[redacted]' : redact(item, depth + 1);
  }
  return copy;
}

/** `text` with what looks like a secret replaced, cut at 4,000 characters. */
export function redactText(text: string): string {
  const cleaned = secretText.reduce((rest, pattern) => rest.replace(pattern, '[redacted]'), text);
  return cleaned.length > longest ? `${cleaned.slice(0, longest)} [cut]` : cleaned;
}
