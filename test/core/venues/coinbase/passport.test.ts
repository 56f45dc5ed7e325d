import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { unknownRights } from '../../../../core/domain/key-rights.ts';
import { createCoinbaseKeyReader, readRights } from '../../../../core/venues/coinbase/coinbase-key-reader.ts';
import { api, insist, type Served, served } from './served.ts';

/** The sample of Coinbase's documentation, with can_receive as it came later. */
const documented = {
  can_view: true,
  can_trade: true,
  can_transfer: false,
  can_receive: false,
  portfolio_uuid: '3bb7a907-e3c3-4a1b-8f1d-1f6f1c1cbf0a',
  portfolio_type: 'DEFAULT',
};
const fit = {
  trade: 'yes',
  withdraw: 'no',
  futures: 'untold',
  margin: 'untold',
  ipRestricted: 'untold',
  createdAtMs: 'untold',
  expiresAtMs: 'untold',
  missing: [],
  label: null,
};

describe('the rights of a Coinbase key', () => {
  it.each([
    ['as documented', {}, {}],
    ['of another portfolio', { portfolio_type: 'CONSUMER' }, {}],
    ['without the newer right', { can_receive: undefined }, {}],
    ['that may let money in', { can_receive: true }, {}],
    ['that may take money out', { can_transfer: true }, { withdraw: 'yes' }],
    ['that may not trade', { can_trade: false }, { trade: 'no', futures: 'no', margin: 'no' }],
    ['of an INTX portfolio', { portfolio_type: 'INTX' }, { futures: 'yes', margin: 'yes' }],
    ['of a portfolio that is not told', { portfolio_type: 'UNDEFINED' }, { futures: 'unknown', margin: 'unknown' }],
    ['of a portfolio that is new', { portfolio_type: 'CFM' }, { futures: 'unknown', margin: 'unknown' }],
    ['without viewing', { can_view: false }, { missing: ['view'] }],
    ['whose viewing is not told', { can_view: undefined }, { missing: ['view'] }],
    ['with a right that is new', { can_stake: true }, { withdraw: 'unknown' }],
    ['with a new right told oddly', { can_withdraw: 'no' }, { withdraw: 'unknown' }],
    ['with a new right that it has not', { can_stake: false }, {}],
    ['that may take money out and more', { can_transfer: true, can_stake: true }, { withdraw: 'yes' }],
    ['with receiving told oddly', { can_receive: 1 }, { withdraw: 'unknown' }],
    [
      'with words for yes and no',
      { can_trade: 'true', can_transfer: 'false' },
      { trade: 'unknown', withdraw: 'unknown', futures: 'untold' },
    ],
    ['with numbers for yes and no', { can_transfer: 0 }, { withdraw: 'unknown' }],
    ['with nulls', { can_trade: null, can_transfer: null }, { trade: 'unknown', withdraw: 'unknown' }],
    ['that does not say whether money can leave', { can_transfer: undefined }, { withdraw: 'unknown' }],
  ])('%s', (_name, changes, expected) => {
    const told = JSON.parse(JSON.stringify({ ...documented, ...changes }));
    expect(readRights(told)).toEqual({ ...fit, ...expected });
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['<html>please wait</html>'],
    [[]],
    [{}],
    [[documented]],
    [{ data: documented }],
    [{ error: 'x' }],
    [42],
  ])('are unknown in %j', (told) => {
    expect(readRights(told)).toEqual(unknownRights);
  });
});

describe('reading the rights of a key over HTTPS', () => {
  let one: Served | undefined;
  afterAll(() => one?.close());
  const open = async (): Promise<Served> => {
    one ??= await served();
    one.server.faults.clear();
    one.server.forget();
    return one;
  };
  const readerOf = ({ options, exchange }: Served) =>
    createCoinbaseKeyReader({ ...options, credentials: exchange.key });

  it('asks one thing, and keeps the hash of the answer as it came', async () => {
    const it_ = await open();
    const reading = insist(await readerOf(it_).read());
    expect(reading.rights).toEqual(fit);
    const body = JSON.stringify(it_.exchange.permissions);
    expect(reading.answerHash).toBe(createHash('sha256').update(body).digest('hex'));
    expect(it_.server.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${api}/key_permissions`,
    ]);
    expect(it_.server.mutating()).toBe(0);
  });

  it.each(['page with 200 before', 'empty answer before', 'truncated after'] as const)(
    'takes nothing for safe from a %s',
    async (fault) => {
      const it_ = await open();
      it_.server.faults.meet([fault]);
      const answer = await readerOf(it_).read();
      expect(answer).toMatchObject({ ok: true, value: { rights: unknownRights } });
    },
  );

  it.each([
    ['hang after', 'venue-unreachable'],
    ['reset before', 'venue-unreachable'],
    ['cut off after', 'venue-unreachable'],
    ['redirect before', 'venue-unreachable'],
    ['503 before', 'venue-unreachable'],
    ['429 before', 'rate-limited'],
  ] as const)('says why it could not read after a %s', async (fault, code) => {
    const it_ = await open();
    it_.server.faults.meet([fault]);
    const reader = createCoinbaseKeyReader({ ...it_.options, credentials: it_.exchange.key, timeoutMs: 150 });
    expect(await reader.read()).toMatchObject({ ok: false, error: { code } });
  });

  it('tells a key that was revoked meanwhile from a rate limit, each time it is asked', async () => {
    const it_ = await served();
    const reader = readerOf(it_);
    expect((await reader.read()).ok).toBe(true);
    it_.exchange.revoke(it_.exchange.key.apiKey);
    for (let i = 0; i < 2; i += 1) {
      expect(await reader.read()).toMatchObject({ ok: false, error: { code: 'key-refused', problem: 'key-unclear' } });
    }
    expect(await it_.connection.inspector.balances()).toMatchObject({ ok: false, error: { code: 'key-refused' } });
    expect(await it_.submit()).toMatchObject({ ok: false, error: { code: 'key-refused', problem: 'key-unclear' } });
    await it_.close();
  });
});
