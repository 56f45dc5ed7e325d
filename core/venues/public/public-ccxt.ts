/** What is used of a ccxt class for looking at an exchange: its public addresses and how its markets and books are read. */
export interface PublicCcxt {
  readonly name: string;
  readonly hostname: string | undefined;
  readonly urls: unknown;
  fetchImplementation: unknown;
  fetchMarkets(parameters?: object): Promise<unknown>;
  loadMarkets(): Promise<unknown>;
  fetchOrderBook(symbol: string, limit?: number): Promise<unknown>;
  fetchTrades(symbol: string, sinceMs?: number, limit?: number): Promise<unknown>;
  parseOrderBook: (...parameters: never[]) => unknown;
}
