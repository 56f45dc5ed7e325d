import type { ExchangeName } from '../../domain/exchanges.ts';

/** Where a person goes at an exchange when a key must end: `keys` by address and by menu, in case the address is another by then. */
export interface ExchangePages {
  readonly keys: string;
  readonly menu: string;
  /** Where an account is frozen when nobody can sign in any more. */
  readonly support: string;
}

/**
 * Pages of the exchanges' own sites: Binance's and Kraken's account settings and Coinbase's Developer Platform, where its keys are kept
 * (https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication). What a menu is called may change.
 */
export const exchangePages: Readonly<Record<ExchangeName, ExchangePages>> = {
  binance: {
    keys: 'https://www.binance.com/en/my/settings/api-management',
    menu: 'Account, API Management',
    support: 'https://www.binance.com/en/support',
  },
  kraken: {
    keys: 'https://pro.kraken.com/app/settings/api',
    menu: 'Settings, API',
    support: 'https://support.kraken.com',
  },
  coinbase: {
    keys: 'https://portal.cdp.coinbase.com',
    menu: 'API Keys, Secret API Keys',
    support: 'https://help.coinbase.com',
  },
};
