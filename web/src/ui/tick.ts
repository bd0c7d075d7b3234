/** A word of the time axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}
