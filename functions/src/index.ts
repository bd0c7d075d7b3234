export { account } from "./account/account.function.ts";
export { alarms, watchGateway } from "./alarms/alarms.function.ts";
export { command } from "./commands/command.function.ts";
export {
  configuration,
  configurationEnded,
  networkReported,
  nodeReported,
} from "./configuration/configuration.function.ts";
export { download } from "./export/download.function.ts";
export { gateways } from "./gateways/gateways.function.ts";
export { hello } from "./link/hello.function.ts";
export { uplink } from "./link/uplink.function.ts";
export { nodes } from "./nodes/nodes.function.ts";
export { notices, pushNotice, receipt } from "./notify/notify.function.ts";
export { repair } from "./repair/repair.function.ts";
export { ruleGrants, ruleNodes, rules } from "./rules/rules.function.ts";
export { coverNode, sharing } from "./sharing/sharing.function.ts";
export { tick, tickNow } from "./tick/tick.function.ts";
export { api } from "./utility-api/api.function.ts";
export { apps } from "./utility-api/clients/apps.function.ts";
export { providers } from "./utility-api/clients/providers.function.ts";
