/** A refusal as Binance words it. https://developers.binance.com/docs/binance-spot-api-docs/errors */
export class VenueError extends Error {
  readonly status: number;
  readonly code: number;
  /** More than code and message, where Binance sends it. */
  readonly data: object | null;
  constructor(status: number, code: number, message: string, data: object | null = null) {
    super(message);
    this.data = data;
    this.status = status;
    this.code = code;
  }
}

/** The refusals that the practice exchange gives. */
export const refusals = {
  badSignature: () => new VenueError(400, -1022, 'Signature for this request is not valid.'),
  badTimestamp: () => new VenueError(400, -1021, 'Timestamp for this request is outside of the recvWindow.'),
  missingKey: () => new VenueError(401, -2014, 'API-key format invalid.'),
  unknownKey: () => new VenueError(401, -2015, 'Invalid API-key, IP, or permissions for action.'),
  missing: (name: string) =>
    new VenueError(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  missingSize: () =>
    new VenueError(400, -1102, "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!"),
  illegal: (name: string) => new VenueError(400, -1100, `Illegal characters found in parameter '${name}'.`),
  tooPrecise: (name: string) => new VenueError(400, -1111, `Parameter '${name}' has too much precision.`),
  invalid: (name: string) => new VenueError(400, -1130, `Data sent for parameter '${name}' is not valid.`),
  superfluous: (name: string) => new VenueError(400, -1106, `Parameter '${name}' sent when not required.`),
  badSymbol: () => new VenueError(400, -1121, 'Invalid symbol.'),
  badSide: () => new VenueError(400, -1117, 'Invalid side.'),
  badType: () => new VenueError(400, -1116, 'Invalid orderType.'),
  badTimeInForce: () => new VenueError(400, -1115, 'Invalid timeInForce.'),
  filter: (name: string) => new VenueError(400, -1013, `Filter failure: ${name}`),
  selfTradePrevention: () =>
    new VenueError(400, -1013, 'This symbol does not allow the specified self-trade prevention mode.'),
  insufficient: () => new VenueError(400, -2010, 'Account has insufficient balance for requested action.'),
  wouldTake: () => new VenueError(400, -2010, 'Order would immediately match and take.'),
  wouldTrigger: () => new VenueError(400, -2010, 'Stop price would trigger immediately.'),
  duplicate: () => new VenueError(400, -2010, 'Duplicate order sent.'),
  replacedPartly: (data: object) => new VenueError(409, -2021, 'Order cancel-replace partially failed.', data),
  notReplaced: (data: object) => new VenueError(400, -2022, 'Order cancel-replace failed.', data),
  restrictedCancel: () => new VenueError(400, -2011, 'Order was not canceled due to cancel restrictions.'),
  unknownToCancel: () => new VenueError(400, -2011, 'Unknown order sent.'),
  unknownOrder: () => new VenueError(400, -2013, 'Order does not exist.'),
  closed: (why: string) => new VenueError(400, -2010, why),
  noSuchPath: () => new VenueError(404, -1000, 'Path not found.'),
} as const;
