/** The hosts of an exchange's interfaces, as ccxt names them; of nothing but https. */
export function publicHosts(urls: unknown, hostname: string | undefined): ReadonlySet<string> {
  const hosts = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      const address = value.replaceAll('{hostname}', hostname ?? '');
      if (URL.canParse(address) && new URL(address).protocol === 'https:') hosts.add(new URL(address).host);
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  if (typeof urls === 'object' && urls !== null && 'api' in urls) visit(urls.api);
  return hosts;
}
