import { Fault } from "./fail.ts";
import { parseStartOptions, usage } from "./options.ts";
import { toCurls } from "./sandbox.ts";
import { type Ready, type Stack, startStack } from "./stack.ts";

const startedAt = Date.now();
const say = (line: string) => console.log(`${`${Math.round((Date.now() - startedAt) / 1000)} s`.padStart(5)}  ${line}`);

function tell(ready: Ready): void {
  console.log(`
Lastmeter runs. Open  ${ready.app}
Sign in as            ${ready.accounts.owner.email}  (password ${ready.accounts.owner.password})
A company             ${ready.accounts.provider.email}  (same password)
The platform          ${ready.accounts.operator.email}  (same password; approves companies)
Somebody else         ${ready.accounts.stranger.email}  (same password; sees nothing of this home)
The API               ${ready.api.url}/v1/docs
${tellSandbox(ready)}The home's broker     ${ready.mqtt}
Stop with Ctrl-C: the data is kept for the next start.
`);
  console.log(`ready ${JSON.stringify(ready)}`);
}

function tellSandbox({ api }: Ready): string {
  if (api.sandbox === undefined) return "";
  const { clientId, secret } = api.sandbox;
  const [nodes, day] = toCurls(api.url, api.sandbox);
  return `Its sandbox           20 homes, client ${clientId}, secret ${secret}
Try it                ${nodes}
A day of its node     ${day}
`;
}

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options === "help") {
    console.log(usage);
    return;
  }
  let stack: Stack | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      say("Stopping …");
      await stack?.stop({ keep: true });
      say("Stopped.");
      process.exit(0);
    })();
  };
  const starting = startStack({ ...options, say });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stack) stop();
      else starting.then(stop, () => {});
    });
  }
  stack = await starting;
  if (!stopping) tell(stack.ready);
  const code = await Promise.race([stack.emulators.child.exited, new Promise<never>(() => {})]);
  if (!stopping) {
    await stack.stop({ keep: false });
    throw new Fault(
      `The emulators ended by themselves with code ${code}; what they said is in ${stack.stateDir}/emulators.log.`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Fault ? `\n${error.message}` : error);
  process.exit(1);
});
