import * as parse from './parse-value.ts';

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

const later = (what: string): string => `Read and checked; ${what} comes with a later version.`;
const signing = later('signing');
const exchangeKeys = later('trading on exchanges');
const policy = true as const;
const secret = true as const;

/** Every setting by its own name. The names and meanings are those of the custody document; ours start with PORTCULLIS_. */
export const knownSettings = {
  PAPER_MODE: { parse: parse.parseSwitch },
  LIVE_TRADING_ENABLED: { parse: parse.parseSwitch, note: later('going live') },
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
    parse: parse.parseWord(['env_private_key', 'keystore', 'remote', 'cb_mpc_2pc', 'ledger']),
    note: signing,
  },
  PRIVATE_KEY: { parse: parse.parsePrivateKey, secret, note: signing },
  KEYSTORE_PATH: { parse: parse.parseText, note: signing },
  KEYSTORE_PASSWORD: { parse: parse.parseText, secret, note: signing },
  SIGNER_REMOTE_URL: { parse: parse.parseLink, note: signing },
  REMOTE_SIGNER_TIMEOUT_SEC: { parse: parse.parseCount, note: signing },
  REMOTE_SIGNER_RETRY_COUNT: { parse: parse.parseCount, note: signing },
  REMOTE_SIGNER_REQUIRE_TLS: { parse: parse.parseSwitch, note: signing },
  MPC_SIGNER_URL: { parse: parse.parseLink, note: signing },

  CEX_API_KEY: { parse: parse.parseText, secret, note: exchangeKeys },
  CEX_API_SECRET: { parse: parse.parseText, secret, note: exchangeKeys },
  CEX_API_PASSWORD: { parse: parse.parseText, secret, note: exchangeKeys },

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
    note: exchangeKeys,
  },
  { pattern: /^PORTCULLIS_RPC_[1-9]\d{0,9}$/, parse: parse.parseLink, secret, note: signing },
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
