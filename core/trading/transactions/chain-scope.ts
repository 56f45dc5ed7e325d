/** The scope of the arming port that transactions on a real chain need. */
export function chainScope(chainId: bigint): string {
  return `chain:${chainId}`;
}
