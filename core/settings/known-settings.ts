import { signerKindNames } from '../domain/signer-kinds.ts';
import * as parse from './parse-value.ts';
import { parsePracticeMarket } from './practice-market.ts';

/** How one setting is read and shown. */
export interface KnownSetting {
  readonly parse: (text: string) => parse.Parsed<unknown>;
  /** Its value is never shown. */
  readonly secret?: true;
  /** A limit or allowlist of the policy: a value that does not parse is 'invalid_policy_config', else 'invalid_setting'. */
  readonly policy?: true;
  /** What a later version will do with it; it changes nothing yet. */
  readonly note?: string;
}

const policy = true as const;
const secret = true as const;

/** Every setting by its own name. The names and meanings are those of the custody document; ours start with PORTCULLIS_. */
export const knownSettings = {
  PAPER_MODE: { parse: parse.parseSwitch, note: 'true: live trading cannot be armed; false arms nothing' },
  LIVE_TRADING_ENABLED: { parse: parse.parseSwitch, note: 'false: live trading cannot be armed; true arms nothing' },
  TRADING_HALTED: { parse: parse.parseSwitch },
  EXECUTION_APPROVAL_MODE: { parse: parse.parseWord(['auto', 'approve_each']) },
  AUDIT_DB_PATH: { parse: parse.parseText },

  ALLOW_EXCHANGES: { parse: parse.parseNames, policy },
  ALLOW_CEX_SYMBOLS: { parse: parse.parseSymbols, policy },
  ALLOW_CEX_MARKET_TYPES: { parse: parse.parseNames, policy },
  MAX_CEX_ORDER_AMOUNT: { parse: parse.parseAmount, policy },
  ALLOW_SIGNER_ADDRESSES: { parse: parse.parseAddresses, policy },
  ALLOW_SIGN_CHAIN_IDS: { parse: parse.parseWholes, policy },
  ALLOW_SIGN_TO_ADDRESSES: { parse: parse.parseAddresses, policy },
  MAX_SIGN_VALUE_WEI: { parse: parse.parseWhole, policy },
  MAX_SIGN_GAS: { parse: parse.parseWhole, policy },
  MAX_SIGN_GAS_PRICE_WEI: { parse: parse.parseWhole, policy },
  MAX_SIGN_DATA_BYTES: { parse: parse.parseWhole, policy },
  DISALLOW_SIGN_CONTRACT_CREATION: { parse: parse.parseSwitch, policy },

  SIGNER_POLICY_ENABLED: { parse: parse.parseSwitch, policy },
  SIGNER_ALLOWED_CHAIN_IDS: { parse: parse.parseWholes, policy },
  SIGNER_ALLOWED_TO_ADDRESSES: { parse: parse.parseAddresses, policy },
  SIGNER_MAX_VALUE_WEI: { parse: parse.parseWhole, policy },
  SIGNER_MAX_GAS: { parse: parse.parseWhole, policy },
  SIGNER_MAX_GAS_PRICE_WEI: { parse: parse.parseWhole, policy },
  SIGNER_MAX_DATA_BYTES: { parse: parse.parseWhole, policy },
  SIGNER_DISALLOW_CONTRACT_CREATION: { parse: parse.parseSwitch, policy },

  SIGNER_TYPE: {
    parse: parse.parseWord(signerKindNames),
  },
  PRIVATE_KEY: { parse: parse.parsePrivateKey, secret },
  KEYSTORE_PATH: { parse: parse.parseText },
  KEYSTORE_PASSWORD: { parse: parse.parseText, secret },
  SIGNER_REMOTE_URL: { parse: parse.parseLink },
  REMOTE_SIGNER_TIMEOUT_SEC: { parse: parse.parseCount },
  REMOTE_SIGNER_RETRY_COUNT: { parse: parse.parseCount },
  REMOTE_SIGNER_REQUIRE_TLS: { parse: parse.parseSwitch },
  MPC_SIGNER_URL: { parse: parse.parseLink },

  PORTCULLIS_SIGNER_ADDRESS: { parse: parse.parseOneAddress },
  PORTCULLIS_REMOTE_CERT: { parse: parse.parseText },
  PORTCULLIS_REMOTE_KEY: { parse: parse.parseText },
  PORTCULLIS_REMOTE_CA: { parse: parse.parseText },
  PORTCULLIS_REMOTE_PIN: { parse: parse.parsePins },
  PORTCULLIS_REMOTE_PROTOCOL: {
    parse: parse.parseWord(['auto', 'readytrader', 'web3signer-rest', 'web3signer-rpc'] as const),
  },
  PORTCULLIS_MPC_0_URL: { parse: parse.parseLink },
  PORTCULLIS_MPC_0_CERT: { parse: parse.parseText },
  PORTCULLIS_MPC_0_KEY: { parse: parse.parseText },
  PORTCULLIS_MPC_0_CA: { parse: parse.parseText },
  PORTCULLIS_MPC_0_PIN: { parse: parse.parsePins },
  PORTCULLIS_MPC_1_URL: { parse: parse.parseLink },
  PORTCULLIS_MPC_1_CERT: { parse: parse.parseText },
  PORTCULLIS_MPC_1_KEY: { parse: parse.parseText },
  PORTCULLIS_MPC_1_CA: { parse: parse.parseText },
  PORTCULLIS_MPC_1_PIN: { parse: parse.parsePins },
  PORTCULLIS_LEDGER: { parse: parse.parseText },
  PORTCULLIS_LEDGER_PATH: { parse: parse.parseText },

  CEX_API_KEY: { parse: parse.parseText, secret },
  CEX_API_SECRET: { parse: parse.parseText, secret },
  CEX_API_PASSWORD: { parse: parse.parseText, secret },

  // An exchange's stand-in on this machine, for trying and testing: nothing that goes there is live, and live is refused while one is set.
  PORTCULLIS_STANDIN_BINANCE: { parse: parse.parseLoopback },
  PORTCULLIS_STANDIN_KRAKEN: { parse: parse.parseLoopback },
  PORTCULLIS_STANDIN_COINBASE: { parse: parse.parseLoopback },
  // The certificate authority (PEM file) that vouches for the stand-ins; it is trusted for nothing else.
  PORTCULLIS_STANDIN_CA: { parse: parse.parseText },
  PORTCULLIS_PRACTICE_MARKET: { parse: parsePracticeMarket },

  PORTCULLIS_DATA: { parse: parse.parseText },
  PORTCULLIS_API_PORT: { parse: parse.parsePort },
  PORTCULLIS_HEAD_DIR: { parse: parse.parseText },
  PORTCULLIS_NODE: { parse: parse.parseText },
  PORTCULLIS_RUNTIME: { parse: parse.parseText },
  PORTCULLIS_CORE_HOST: { parse: parse.parseText },
  PORTCULLIS_SHARED: { parse: parse.parseText },
  PORTCULLIS_LONG: { parse: parse.parseText },
} as const satisfies Readonly<Record<string, KnownSetting>>;

/** The name of a setting that is known by its own name. */
export type SettingName = keyof typeof knownSettings;

/** The value that a setting parses to. */
export type SettingValue<N extends SettingName> = Extract<
  ReturnType<(typeof knownSettings)[N]['parse']>,
  { readonly ok: true }
>['value'];

/** The values that were set and parsed. */
export type SettingValues = { readonly [N in SettingName]?: SettingValue<N> };

/** Settings whose names carry a venue or chain. */
export const settingPatterns: readonly (KnownSetting & { readonly pattern: RegExp })[] = [
  {
    pattern: /^CEX_[A-Z0-9]+_(API_KEY|API_SECRET|API_PASSWORD|PASSWORD)$/,
    parse: parse.parseText,
    secret,
  },
  { pattern: /^PORTCULLIS_RPC_[1-9]\d{0,9}$/, parse: parse.parseLink, secret },
];

/**
 * Settings of ReadyTrader-Crypto whose features we do not offer: swaps and transfers through its routers, and risk by sentiment. Each
 * limits something that cannot happen here.
 */
export const notOfferedSettings: readonly RegExp[] = [
  /^ALLOW_CHAINS$/,
  /^ALLOW_TOKENS$/,
  /^ALLOW_TO_ADDRESSES$/,
  /^ALLOW_ROUTERS(_[A-Z0-9]+)?$/,
  /^MAX_TRADE_AMOUNT(_[A-Z0-9]+)?$/,
  /^MAX_TRANSFER_NATIVE$/,
  /^EXECUTION_MODE$/,
];

/** A name that starts like this and is not known is a problem: it is probably a limit that somebody meant to set. */
export const reservedPrefixes: readonly string[] = [
  'ALLOW_',
  'MAX_',
  'DISALLOW_',
  'SIGNER_',
  'CEX_',
  'MPC_',
  'REMOTE_SIGNER_',
  'KEYSTORE_',
  'TRADING_',
  'PAPER_',
  'EXECUTION_',
  'LIVE_',
  'AUDIT_',
  'PORTCULLIS_',
];
