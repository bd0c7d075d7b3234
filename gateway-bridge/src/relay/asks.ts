/** Why a frame is to go before its interval, gathered until one goes; given back if that one was not answered. */
export interface Asks {
  /** A message matters, or we have something for the dispatcher. */
  readonly urgent: boolean;
  /** Someone began to look. */
  readonly began: boolean;
  /** The dispatcher has something for us. */
  readonly rung: boolean;
  /** A display waits for the newest values; asked with `began`, so that it sees what a person who begins to look would. */
  readonly newest: boolean;
}

export const noAsks: Asks = { urgent: false, began: false, rung: false, newest: false };

export function joinAsks(a: Asks, b: Partial<Asks>): Asks {
  return {
    urgent: a.urgent || (b.urgent ?? false),
    began: a.began || (b.began ?? false),
    rung: a.rung || (b.rung ?? false),
    newest: a.newest || (b.newest ?? false),
  };
}
