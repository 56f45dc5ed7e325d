const field = /^[A-Za-z_]{1,40}$/;
/** What else is a key in our documents: an index or a chain, a market, an address. */
const otherKey = /^(\d{1,20}|[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}|0x[0-9a-fA-F]{40})$/;
const method = /^[a-z]{1,20}\.[A-Za-z]{1,30}$/;

/**
 * A key of an input as an error may repeat it. What does not look like the name of a field could be a secret that came to the wrong place:
 * it is not repeated.
 */
export function shownKey(key: string): string {
  return field.test(key) || otherKey.test(key) ? key : '(key)';
}

/** The name of a method that there is not, as an error may repeat it. */
export function shownMethod(name: string): string {
  return method.test(name) ? name : '(no name of a method)';
}
