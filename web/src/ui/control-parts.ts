import type { Channel } from "@lastmeter/model/channel";
import type { ComponentType } from "react";
import type { ControlSubject } from "../lib/control.ts";
import type { Meanwhile } from "./part.tsx";

/** The parts by which a node is commanded; handed to the pages by the app. */
export interface ControlParts {
  /** All controls of the node. */
  readonly Controls: ComponentType<ControlSubject & Meanwhile>;
  /** What was commanded last, for who manages the network. */
  readonly Commands: ComponentType<Pick<ControlSubject, "networkId" | "nodeId" | "node"> & Meanwhile>;
  /** The one switch of a node, in its row. */
  readonly QuickSwitch: ComponentType<ControlSubject & { readonly channel: Channel } & Meanwhile>;
}
