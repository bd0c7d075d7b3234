import type { Firmware } from "@lastmeter/model/configuration";
import type { Text } from "../../lib/text.ts";

interface Known {
  /** As the device names its version. */
  readonly named: string | null;
  /** As its network last told of updates; null: nobody has looked. */
  readonly firmware: Firmware | null;
}

/** The version that is installed: the device's own name for it before the number that updates go by. */
export function toVersionWords({ named, firmware }: Known, text: Text): string {
  const number = firmware?.installed ?? null;
  const version = named !== null && number !== null ? `${named} (${number})` : (named ?? number);
  return version === null ? text("firmware.unknown") : text("firmware.installed", { version: String(version) });
}

/** What is known of updates. */
export function toStateWords(
  { firmware, isAsked }: Pick<Known, "firmware"> & { readonly isAsked: boolean },
  text: Text,
): string {
  if (isAsked) return text("firmware.asked");
  switch (firmware?.state) {
    case undefined:
      return text("firmware.unchecked");
    case "available":
      return text("firmware.available", { version: String(firmware?.latest ?? "") });
    case "scheduled":
      return text("firmware.scheduled");
    case "updating":
      return text("firmware.underWay");
    case "idle":
      return text("firmware.newest");
  }
}
