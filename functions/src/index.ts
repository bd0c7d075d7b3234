export { account } from "./account/account.function.ts";
export { download } from "./export/download.function.ts";
export { hello } from "./link/hello.function.ts";
export { uplink } from "./link/uplink.function.ts";
export { nodes } from "./nodes/nodes.function.ts";
export { repair } from "./repair/repair.function.ts";
export { coverNode, sharing } from "./sharing/sharing.function.ts";
export { tick, tickNow } from "./tick/tick.function.ts";
