import { readFile } from "node:fs/promises";
import {
  initializeTestEnvironment,
  type RulesTestContext,
  type RulesTestEnvironment,
} from "@firebase/rules-unit-testing";
import { type Firestore, setLogLevel } from "firebase/firestore";

const rulesUrl = new URL("../../firestore.rules", import.meta.url);

export const readRules = () => readFile(rulesUrl, "utf8");

export interface RulesEnvironment {
  readonly environment: RulesTestEnvironment;
  /** Past the rules, for seeding. */
  readonly admin: Firestore;
  readonly close: () => Promise<void>;
}

/** The rules of the work tree, loaded into the running Firestore emulator under a project of its own. */
export async function openRules(projectId: `demo-rules-${string}`): Promise<RulesEnvironment> {
  const [host, port] = await findEmulator();
  setLogLevel("silent");
  const environment = await initializeTestEnvironment({
    projectId,
    firestore: { host, port, rules: await readRules() },
  });
  await environment.clearFirestore();
  const { admin, closeAdmin } = await openAdmin(environment);
  const close = async () => {
    await closeAdmin();
    await environment.cleanup();
  };
  return { environment, admin, close };
}

/** The context past the rules lives only as long as its callback, so the callback waits for the end of the tests. */
function openAdmin(environment: RulesTestEnvironment) {
  const ended = Promise.withResolvers<void>();
  return new Promise<{ admin: Firestore; closeAdmin: () => Promise<void> }>((resolve, reject) => {
    const closed = environment.withSecurityRulesDisabled((context) => {
      resolve({ admin: toFirestore(context), closeAdmin });
      return ended.promise;
    });
    closed.catch(reject);
    function closeAdmin() {
      ended.resolve();
      return closed;
    }
  });
}

/** The context's Firestore for the modular API, which takes the compatibility object at run time. */
export function toFirestore(context: RulesTestContext): Firestore {
  return context.firestore() as unknown as Firestore;
}

/** Host and port of the running Firestore emulator. */
export async function findEmulator(): Promise<[string, number]> {
  const address = process.env.FIRESTORE_EMULATOR_HOST;
  if (address === undefined || address === "") {
    throw new Error(
      "The rules tests need a running Firestore emulator: set FIRESTORE_EMULATOR_HOST, or use `npm test -- rules`.",
    );
  }
  const url = new URL(`http://${address}`);
  const answers = await fetch(url).then(
    () => true,
    () => false,
  );
  if (!answers) throw new Error(`No Firestore emulator answers at ${address} (FIRESTORE_EMULATOR_HOST).`);
  return [url.hostname, Number(url.port)];
}
