/** Exit codes of the program. */
export const exitCodes = {
  ok: 0,
  /** A fault of the program itself; for `doctor`: something needs attention. */
  failed: 1,
  /** Configuration or command line. */
  configuration: 2,
  /** Another bridge uses the state directory. */
  locked: 3,
  /** The state directory cannot be written. */
  stateDir: 4,
  /** The health port is taken. */
  healthPort: 5,
} as const;
