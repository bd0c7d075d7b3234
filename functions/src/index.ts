export { hello } from "./link/hello.function.ts";
export { uplink } from "./link/uplink.function.ts";
export { repair } from "./repair/repair.function.ts";
export { tick, tickNow } from "./tick/tick.function.ts";
