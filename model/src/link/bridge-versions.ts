/** Versions of the gateway bridge that the cloud knows. */
export const bridgeVersions = {
  /** What this repository makes: an older bridge is told to its administrators as outdated. */
  newest: "0.3.0",
  /** An older one is refused. */
  oldest: "0.1.0",
  /** Since it takes a new key and commands: an older one would not understand a reply that has them. */
  obedient: "0.2.0",
} as const;
