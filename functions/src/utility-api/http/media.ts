import { AppError } from "../../platform/app-error.ts";

export const mediaTypes = { json: "application/json", csv: "text/csv", ndjson: "application/x-ndjson" } as const;
export type Media = keyof typeof mediaTypes;

/**
 * What of the offered is asked for (RFC 9110, 12.5.1): the greatest weight, then the more specific range, then the order offered.
 * @param accept null or "": anything. @throws AppError not_acceptable
 */
export function chooseMedia(accept: string | null, offered: readonly Media[]): Media {
  const ranges = (accept || "*/*").slice(0, 1000).split(",").map(parseRange);
  const toWeight = (media: Media): number => {
    const [type] = mediaTypes[media].split("/");
    for (const name of [mediaTypes[media], `${type}/*`, "*/*"]) {
      const range = ranges.find((each) => each.name === name);
      if (range) return range.weight;
    }
    return 0;
  };
  const [best] = offered.map((media) => ({ media, weight: toWeight(media) })).sort((a, b) => b.weight - a.weight);
  if (!best || best.weight === 0) throw new AppError("not_acceptable", "accept");
  return best.media;
}

function parseRange(text: string): { readonly name: string; readonly weight: number } {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = Number(parameters.find((part) => part.startsWith("q="))?.slice(2) ?? 1);
  return { name, weight: weight >= 0 && weight <= 1 ? weight : 0 };
}
