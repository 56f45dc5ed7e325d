import { atMost } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** At most so many bytes of calldata, inclusive: `MAX_SIGN_DATA_BYTES`. */
export const signData: TransactionRule = {
  id: 'sign-data',
  title: 'Most calldata',
  appliesTo: 'transaction',
  judge: ({ dataBytes }, { maxDataBytes }) =>
    atMost(
      dataBytes === 'invalid' ? 'invalid' : BigInt(dataBytes),
      maxDataBytes,
      { over: 'sign_data_too_large', missing: 'sign_data_too_large' },
      'The calldata in bytes',
    ),
  standing: ({ maxDataBytes }) => (maxDataBytes === undefined ? null : `${maxDataBytes} bytes`),
};
