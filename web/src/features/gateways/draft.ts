import { type NetworkDraft, networkDraftSchema } from "@lastmeter/model/gateway";
import type { Location } from "@lastmeter/model/location";
import type { Network, NetworkKind } from "@lastmeter/model/network";
import { parseCoordinates, toCoordinatesText } from "../../lib/coordinates.ts";
import { findCity } from "./place.ts";

/** How a place is told: by this phone, by typing it, by a city, or not at all. */
export const placeWays = ["here", "city", "typed", "none"] as const;
export type PlaceWay = (typeof placeWays)[number];

/** A network as it stands in the form. */
export interface Draft {
  readonly kind: NetworkKind;
  readonly name: string;
  readonly description: string;
  readonly placeWay: PlaceWay;
  /** By this phone; null: not told yet. */
  readonly here: Location | null;
  readonly city: string;
  readonly coordinates: string;
  readonly timeZone: string;
  readonly gatewayAddress: string;
}

export type DraftField = "name" | "description" | "place" | "timeZone" | "gatewayAddress";

export function toNewDraft(): Draft {
  return {
    kind: "zigbee2mqtt",
    name: "",
    description: "",
    placeWay: "none",
    here: null,
    city: "",
    coordinates: "",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    gatewayAddress: "",
  };
}

export function toDraft(network: Network): Draft {
  const { kind, name, description, location, timeZone, gatewayAddress = "" } = network;
  const coordinates = location === null ? "" : toCoordinatesText(location);
  const placeWay = location === null ? "none" : "typed";
  return { ...toNewDraft(), kind, name, description, placeWay, coordinates, timeZone, gatewayAddress };
}

/** The place as far as it is told; `wrong`: what was typed is no place. */
export function toPlace({ placeWay, here, city, coordinates }: Draft): Location | null | "wrong" {
  if (placeWay === "none") return null;
  if (placeWay === "here") return here ?? "wrong";
  if (placeWay === "typed") return parseCoordinates(coordinates) ?? "wrong";
  const found = findCity(city);
  return found ? { latitude: found.latitude, longitude: found.longitude } : "wrong";
}

/** What is sent, or the fields that are wrong; by the schema that the server uses. */
export function toNetworkDraft(draft: Draft): { readonly network: NetworkDraft } | { readonly wrong: DraftField[] } {
  const { kind, name, description, timeZone, gatewayAddress } = draft;
  const place = toPlace(draft);
  const location = place === "wrong" ? null : place;
  const parsed = networkDraftSchema.safeParse({ kind, name, description, location, timeZone, gatewayAddress });
  const wrong = new Set<DraftField>(place === "wrong" ? ["place"] : []);
  for (const { path } of parsed.error?.issues ?? []) {
    const [field] = path;
    if (field === "name" || field === "description" || field === "timeZone" || field === "gatewayAddress") {
      wrong.add(field);
    } else if (field === "location") wrong.add("place");
  }
  return parsed.success && wrong.size === 0 ? { network: parsed.data } : { wrong: [...wrong] };
}
