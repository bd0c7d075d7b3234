export const usage = `Usage: npm run deploy -- PROJECT [--yes] [--dry-run]

  PROJECT    id of a Firebase project of yours (npx firebase projects:list)
  --yes      do not ask before deploying
  --dry-run  print the checklist and the commands, run none of them`;

export interface DeployOptions {
  readonly project: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

export type Parsed =
  | { readonly kind: "options"; readonly options: DeployOptions }
  | { readonly kind: "help" }
  | { readonly kind: "fault"; readonly fault: string };

/** Google's rule for project ids. */
const projectPattern = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

export function parseArguments(args: readonly string[]): Parsed {
  const flags = args.filter((arg) => arg.startsWith("-"));
  const [project, ...more] = args.filter((arg) => !arg.startsWith("-"));
  if (flags.includes("--help") || flags.includes("-h")) return { kind: "help" };
  const unknown = flags.find((flag) => flag !== "--yes" && flag !== "--dry-run");
  const fault = unknown === undefined ? findFault(project, more) : `${unknown} is not an option.`;
  if (fault !== null || project === undefined) return { kind: "fault", fault: fault ?? "" };
  return { kind: "options", options: { project, yes: flags.includes("--yes"), dryRun: flags.includes("--dry-run") } };
}

function findFault(project: string | undefined, more: readonly string[]): string | null {
  if (project === undefined) return "Which project? Its id is missing.";
  if (more.length > 0) return `One project at a time: ${[project, ...more].join(", ")}.`;
  if (!projectPattern.test(project)) {
    return `"${project}" is no project id: 6 to 30 small letters, digits and hyphens, a letter first. Its name is not its id.`;
  }
  if (project.startsWith("demo-"))
    return `"${project}" lives in the emulators only (npm start); a real project is needed.`;
  return null;
}
