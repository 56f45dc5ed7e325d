import { describe, expect, it } from 'vitest';
import { classifySubmit } from '../../../../core/venues/classify.ts';
import { type RefusalClass, VenueRefusal } from '../../../../core/venues/failures.ts';
import { readKrakenRefusal } from '../../../../core/venues/kraken/kraken-refusal.ts';
import { approvedOrder } from './kraken-world.ts';

const read = (errors: readonly string[], status = 200, more: object = {}) =>
  readKrakenRefusal(status, JSON.stringify({ error: errors, ...more }));

/** Each code, what it means, and whether an order refused with it is sure not to be there. */
const table: readonly (readonly [code: string, meaning: RefusalClass, isSure: boolean])[] = [
  ['EAPI:Invalid key', 'key-gone', true],
  ['EAPI:Invalid signature', 'signature', true],
  ['EAPI:Invalid nonce', 'clock', true],
  ['EGeneral:Permission denied', 'permission', true],
  ['EAccount:Invalid permissions', 'permission', true],
  ['EAPI:Rate limit exceeded', 'rate', true],
  ['EOrder:Rate limit exceeded', 'rate', true],
  ['EOrder:Domain rate limit exceeded', 'rate', true],
  ['EAuth:Too many requests', 'rate', true],
  ['EService: Throttled: 1695828490', 'rate', true],
  ['EGeneral:Temporary lockout', 'key-unclear', true],
  ['EService:Unavailable', 'unsure', false],
  ['EService:Timeout', 'unsure', false],
  ['EService:Busy', 'unsure', false],
  ['EService:Deadline elapsed', 'unsure', false],
  ['EGeneral:Internal error', 'unsure', false],
  ['EGeneral:Internal error[18]', 'unsure', false],
  ['EDatabase:Internal error', 'unsure', false],
  ['EService:Market in cancel_only mode', 'other', true],
  ['EService:Market in post_only mode', 'other', true],
  ['EOrder:Insufficient funds', 'funds', true],
  ['EOrder:Order minimum not met', 'filter', true],
  ['EOrder:Order minimum not met (volume too low)', 'filter', true],
  ['EOrder:Cost minimum not met', 'filter', true],
  ['EOrder:Tick size check failed', 'filter', true],
  ['EOrder:Invalid price', 'filter', true],
  ['EOrder:Invalid price:Invalid price argument', 'filter', true],
  ['EGeneral:Invalid arguments', 'other', true],
  ['EGeneral:Invalid arguments:ordertype', 'other', true],
  ['EGeneral:Invalid arguments:volume', 'filter', true],
  ['EGeneral:Invalid arguments:cl_ord_id', 'duplicate', false],
  ['EOrder:Duplicate order', 'duplicate', false],
  ['EOrder:Unknown order', 'no-order', true],
  ['EOrder:Post only order', 'other', true],
  ['EOrder:Orders limit exceeded', 'other', true],
  ['EQuery:Unknown asset pair', 'other', true],
  ['ETrade:User Locked', 'other', true],
  ['EService:A word nobody knows', 'unsure', false],
  ['EAPI:A word nobody knows', 'unsure', false],
  ['EOrderly:Not a family', 'unsure', false],
  ['something else', 'unsure', false],
];

describe("Kraken's codes", () => {
  it.each(table)('%s means %s', (code, meaning, isSure) => {
    const words = read([code]);
    expect(words).toMatchObject({ venueCode: code, class: meaning });
    if (words === null) return;
    const { class: given, message, venueCode } = words;
    const refusal = { status: 200, venueCode, class: given, reason: message ?? '', retryAfterMs: null };
    const error = classifySubmit('kraken', approvedOrder(), new VenueRefusal(refusal));
    expect(error.code === 'outcome-unknown').toBe(!isSure);
  });

  it('that only warn are no refusal, alone or beside an error', () => {
    expect(read([])).toBeNull();
    expect(read(['WGeneral:Danger'])).toBeNull();
    expect(read(['WGeneral:Danger', 'EOrder:Insufficient funds'])).toMatchObject({
      venueCode: 'EOrder:Insufficient funds',
      class: 'funds',
    });
  });

  it('of several errors, one that leaves things open leaves the answer open', () => {
    expect(read(['EOrder:Insufficient funds', 'EService:Timeout'])).toMatchObject({ class: 'unsure' });
    expect(read(['EGeneral:Invalid arguments', 'EOrder:Tick size check failed'])).toMatchObject({ class: 'filter' });
  });

  it('prove nothing beside the number of an order, or under a status of 5xx', () => {
    expect(read(['EOrder:Insufficient funds'], 200, { result: { txid: ['O'] } })).toMatchObject({ class: 'unsure' });
    expect(read(['EOrder:Insufficient funds'], 502)).toMatchObject({ class: 'unsure' });
  });

  it('come in no page of a proxy: its status tells what there is to tell', () => {
    expect(readKrakenRefusal(429, '<html>slow down</html>')).toEqual({ venueCode: null, message: null, class: 'rate' });
    expect(readKrakenRefusal(520, '<html>gone</html>')).toEqual({ venueCode: null, message: null, class: 'unsure' });
    expect(readKrakenRefusal(200, '<html>please log in</html>')).toBeNull();
    expect(readKrakenRefusal(200, '{"error":"EAPI:Invalid key"}')).toBeNull();
  });
});
