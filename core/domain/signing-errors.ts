/** What can go wrong between the console, whoever signs for it, and a chain. */
export type SigningError =
  /** The signer cannot be asked now; nothing was handed to it. `state` names what is in the way, such as 'locked' or 'party-down'. */
  | {
      readonly code: 'signer-unavailable';
      readonly retry: 'safe';
      readonly signer: string;
      readonly state: string;
      readonly why: string;
    }
  /** The person at the device, or the service, said no: nothing was signed. `signerCode` is theirs. */
  | {
      readonly code: 'signer-refused';
      readonly retry: 'never';
      readonly signer: string;
      readonly signerCode: string;
      readonly why: string;
    }
  /** It was asked and no sure answer came: a signature may exist. */
  | {
      readonly code: 'signer-failed';
      readonly retry: 'after-checking';
      readonly signer: string;
      readonly signerCode: string;
      readonly why: string;
    }
  /** What came back is not the approved transaction signed by the pinned address. */
  | {
      readonly code: 'signature-mismatch';
      readonly retry: 'never';
      readonly signer: string;
      readonly what: string;
    }
  | {
      readonly code: 'chain-unreachable';
      readonly retry: 'safe';
      readonly chainId: string;
      readonly why: string;
    }
  | {
      readonly code: 'chain-answer-malformed';
      readonly retry: 'after-checking';
      readonly chainId: string;
      readonly what: string;
    }
  | {
      readonly code: 'chain-rejected';
      readonly retry: 'never';
      readonly chainId: string;
      readonly reason: string;
    };
