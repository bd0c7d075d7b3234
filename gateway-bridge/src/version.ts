import manifest from "../package.json" with { type: "json" };

/** Of this bridge, as told to the cloud. */
export const version: string = manifest.version;
