import type { EnrolmentReply } from "@lastmeter/model/gateway";

/** The file for the bridge, named so that several homes' files stay apart and shells need no quotes. */
export function toConfigFile({ config }: Pick<EnrolmentReply, "config">, name: string): { name: string; text: string } {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return { name: `lastmeter-${slug || "home"}.json`, text: `${JSON.stringify(config, null, 2)}\n` };
}
