import { region, secretNames } from "./checklist.ts";

/** What firebase-tools tells of the project; null where it could not be asked. */
export interface Facts {
  readonly signedIn: boolean;
  /** Ids of the projects this account sees. */
  readonly projects: readonly string[] | null;
  /** Firestore's default database exists. */
  readonly hasDatabase: boolean | null;
  readonly secrets: readonly string[] | null;
  /** Of the project's web app; null where there is none. */
  readonly webApiKey: string | null;
}

/** Each stops the deployment; all are told at once. */
export function findFaults(project: string, facts: Facts): readonly string[] {
  if (!facts.signedIn) {
    return [
      "Nobody is signed in: npx firebase login (or set GOOGLE_APPLICATION_CREDENTIALS to a service account's key).",
    ];
  }
  if (facts.projects !== null && !facts.projects.includes(project)) {
    const seen = facts.projects.length === 0 ? "it sees none" : `it sees ${facts.projects.join(", ")}`;
    return [`This account does not see the project ${project}: ${seen}. Another account: npx firebase login:use.`];
  }
  const faults: string[] = [];
  if (facts.hasDatabase === false) faults.push("Firestore has no (default) database yet: see «Firestore» above.");
  for (const name of secretNames) {
    if (facts.secrets !== null && !facts.secrets.includes(name))
      faults.push(`The secret ${name} is not set: see «Secrets» above.`);
  }
  if (facts.webApiKey === null) faults.push("The project has no web app: see «A web app» above.");
  return faults;
}

/** Parameters of the functions: firebase-tools reads them beside the bundle and asks for none that stands here. */
export function toEnvironmentFile(
  project: string,
  webApiKey: string,
  vapidKey = "",
): { path: string; content: string } {
  const values = {
    LASTMETER_WEB_API_KEY: webApiKey,
    LASTMETER_DISPATCHER: toDispatcherUrl(project),
    ...(vapidKey === "" ? {} : { LASTMETER_VAPID_KEY: vapidKey }),
  };
  const content = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  return { path: `functions/dist/.env.${project}`, content: content.join("") };
}

/** Builds first, so that a fault of the code stops before anything of the project changes. */
export function toCommands(project: string): readonly (readonly string[])[] {
  return [
    ["npm", "run", "build"],
    ["npx", "firebase", "deploy", "--project", project, "--only", "firestore,functions,hosting"],
  ];
}

/** What an administrator and an installer need next. */
export function toResult(project: string): string {
  return [
    `The app:        https://${project}.web.app`,
    `The dispatcher: ${toDispatcherUrl(project)}  (gateways dial it; the app writes it into their file)`,
  ].join("\n");
}

const toDispatcherUrl = (project: string) => `https://${region}-${project}.cloudfunctions.net`;
