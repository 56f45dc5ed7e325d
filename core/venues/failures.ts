/** A request that is not on the list, or whose scope was closed meanwhile. It never left. */
export class EgressDenied extends Error {
  readonly method: string;
  readonly path: string;
  constructor(method: string, path: string) {
    super(`egress denied: ${method} ${path}`);
    this.name = 'EgressDenied';
    this.method = method;
    this.path = path;
  }
}

/** What a refusal says: HTTP status, the venue's own code if the body had one, its words made plain, and how long to wait if it said so. */
export interface Refusal {
  readonly status: number;
  readonly venueCode: number | null;
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

/** The venue, or something on the way to it, answered with another status than 200. */
export class VenueRefusal extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`the venue answered ${refusal.status}`);
    this.name = 'VenueRefusal';
    this.refusal = refusal;
  }
}

/** No whole answer came. `wasSent` is 'no' only where the connection was never made. */
export class NoAnswer extends Error {
  readonly wasSent: 'no' | 'maybe';
  readonly why: string;
  constructor(wasSent: 'no' | 'maybe', why: string) {
    super(why);
    this.name = 'NoAnswer';
    this.wasSent = wasSent;
    this.why = why;
  }
}

/** A request that needs an API key was asked for where none is set. Nothing left. */
export class MissingKey extends Error {
  constructor() {
    super('no API key is set');
    this.name = 'MissingKey';
  }
}
