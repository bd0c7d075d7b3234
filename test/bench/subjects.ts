import { measureAlarms } from "./alarms.ts";
import { measureApi } from "./api.ts";
import { measureBill } from "./bill.ts";
import { measureBridge } from "./bridge.ts";
import { measureBundle } from "./bundle.ts";
import { measureCommands } from "./commands.ts";
import { measureDrain } from "./drain.ts";
import type { Figure } from "./figure.ts";
import { measureHistoryReads } from "./history-reads.ts";
import { measureIdleAlarm } from "./idle-alarm.ts";
import { measureIngestCpu } from "./ingest-cpu.ts";
import { measureLatency } from "./latency.ts";
import { measureOperations } from "./operations.ts";
import { measurePan } from "./pan.ts";
import { measureRules } from "./rules.ts";
import { measureSetting } from "./setting.ts";
import { measureStorage } from "./storage.ts";
import type { Surrounding } from "./surroundings.ts";
import { measureTap } from "./tap.ts";
import { measureWizard } from "./wizard.ts";

export interface Subject {
  readonly name: string;
  readonly title: string;
  readonly needs: Surrounding;
  measure(): Promise<readonly Figure[]>;
}

/** In the order they are measured. */
export const subjects: readonly Subject[] = [
  { name: "ingest", title: "Ingest: CPU of the function process", needs: "firestore", measure: measureIngestCpu },
  { name: "operations", title: "Firestore operations billed", needs: "firestore", measure: measureOperations },
  { name: "bill", title: "The monthly bill", needs: "firestore", measure: measureBill },
  { name: "storage", title: "Bytes stored", needs: "firestore", measure: measureStorage },
  { name: "drain", title: "A day's backlog", needs: "firestore", measure: measureDrain },
  { name: "history", title: "Reading the past", needs: "firestore", measure: measureHistoryReads },
  { name: "api", title: "The utilities' API", needs: "firestore", measure: measureApi },
  { name: "bridge", title: "The gateway bridge", needs: "firestore", measure: measureBridge },
  { name: "latency", title: "MQTT publish → figure in the page", needs: "stack", measure: measureLatency },
  { name: "rules", title: "Rules: CPU they add, and replays", needs: "firestore", measure: measureRules },
  {
    name: "idle-alarm",
    title: "A message → a rule's alarm, from an idle home",
    needs: "stack",
    measure: measureIdleAlarm,
  },
  { name: "tap", title: "Tap → the plug's own confirmation", needs: "stack", measure: measureTap },
  { name: "commands", title: "A command to a home that nobody looks at", needs: "stack", measure: measureCommands },
  { name: "wizard", title: "A network added in the app", needs: "stack", measure: measureWizard },
  { name: "alarms", title: "A message → its alarm → its push", needs: "stack", measure: measureAlarms },
  { name: "setting", title: "A setting → the device's own confirmation", needs: "stack", measure: measureSetting },
  { name: "chart", title: "A chart of 50,000 points, panned", needs: "none", measure: measurePan },
  { name: "bundle", title: "What a phone loads", needs: "none", measure: measureBundle },
];
