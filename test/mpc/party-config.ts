/** What goes wrong on purpose in a party, for tests: it ends right before it commits a refresh, or right after, before it says so. */
export type PartyFault = 'exit-before-commit' | 'exit-after-commit';

/** One party of the test signer; a file in its folder. PEM text and SHA-256 pins. */
export interface PartyConfig {
  readonly party: 0 | 1;
  readonly folder: string;
  readonly dialect: 'mpc-2p/1' | 'legacy';
  /** Ports on 127.0.0.1; 0 takes a free one. */
  readonly controlPort: number;
  readonly peerPort: number;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** Client certificates that may use the control plane. */
  readonly operatorPins: readonly string[];
  readonly peerPin: string;
  readonly sessionTimeoutMs: number;
  readonly fault: PartyFault | null;
}

/** What a party's process says to the one that started it, once it listens. */
export interface PartyReady {
  readonly kind: 'ready';
  readonly controlPort: number;
  readonly peerPort: number;
}

/** Where the other party listens, told to a party's process, which says it back. */
export interface PeerPort {
  readonly kind: 'peer';
  readonly port: number;
}
