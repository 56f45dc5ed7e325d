const separator = '\u202f';
const decimalForm = /^([-+]?)(\d+)(?:\.(\d+))?$/;

/**
 * Exact decimal text with its whole part in groups of three (a thin no-break space between) and at least `scale` decimals. Nothing is
 * rounded or cut: more decimals than `scale` all stay. Text that is not a plain decimal is answered as it is.
 */
export function grouped(text: string, scale = 0): string {
  const parts = decimalForm.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, separator);
  const decimals = fraction.padEnd(scale, '0');
  return `${sign === '-' ? '−' : sign}${groups}${decimals === '' ? '' : `.${decimals}`}`;
}

/** As `grouped`, always with a sign: '+1.20', '−0.40'; zero has none. */
export function signed(text: string, scale = 0): string {
  const isZero = /^-?0*(\.0*)?$/.test(text);
  return grouped(isZero ? text.replace('-', '') : text.startsWith('-') ? text : `+${text}`, scale);
}

/** How many decimals an exact decimal text such as a tick or lot size has. */
export function scaleOf(step: string): number {
  const dot = step.indexOf('.');
  return dot < 0 ? 0 : step.length - dot - 1;
}

/** A whole number (a count, a row id, milliseconds; never money) in groups of three. */
export function counted(count: number): string {
  return grouped(String(Math.round(count)));
}

/** What a person typed as plain decimal text: group spaces and thin spaces out, one decimal comma read as a point. */
export function typedAmount(text: string): string {
  const bare = text.replace(/[\s']/g, '');
  const pointed = /^\d*,\d*$/.test(bare) ? bare.replace(',', '.') : bare;
  const whole = pointed.startsWith('.') ? `0${pointed}` : pointed;
  return whole.replace(/\.$/, '').replace(/^0+(?=\d)/, '');
}
