/** The region of the functions; `functions/src/platform/config.ts` names it too. */
export const region = "europe-west1";
const randomSecretNames = ["LASTMETER_WRAPPING_KEY", "LASTMETER_LINK_SECRET", "LASTMETER_CLIENT_PEPPER"] as const;
export const secretNames = [...randomSecretNames, "LASTMETER_TOKEN_KEYS"] as const;

/** One more key in front of the others signs from then on; each stays until the tokens it signed are over. */
const makeTokenKeys = [
  'const {privateKey}=crypto.generateKeyPairSync("ec",{namedCurve:"P-256"})',
  'const key={...privateKey.export({format:"jwk"}),kid:crypto.randomBytes(8).toString("hex")}',
  'process.stdout.write(Buffer.from(JSON.stringify({keys:[key]})).toString("base64"))',
].join(";");

/** Google's services that are called at run time or while deploying. */
const apis = [
  "artifactregistry",
  "cloudbuild",
  "cloudfunctions",
  "cloudscheduler",
  "eventarc",
  "fcm",
  "firebasehosting",
  "firebaseinstallations",
  "firebaserules",
  "firestore",
  "iamcredentials",
  "identitytoolkit",
  "run",
  "secretmanager",
  "securetoken",
] as const;

export interface Item {
  readonly title: string;
  readonly why: string;
  /** To be typed, or where to click. */
  readonly how: readonly string[];
}

const toConsole = (project: string, page: string) => `https://console.firebase.google.com/project/${project}/${page}`;

const toSetSecret = (name: string, project: string) =>
  `npx firebase functions:secrets:set ${name} --data-file - --project ${project}`;

/** What a real project needs before the first deployment; each item is done once. */
export function toChecklist(project: string): readonly Item[] {
  const number = `$(gcloud projects describe ${project} --format="value(projectNumber)")`;
  const account = `${number}-compute@developer.gserviceaccount.com`;
  return [
    {
      title: "Blaze plan, with a budget alert",
      why: "functions are deployed on it only; a small home stays in the free part",
      how: [toConsole(project, "usage/details")],
    },
    {
      title: "APIs",
      why: "firebase deploy enables most of them; this enables all at once",
      how: [`gcloud services enable ${apis.map((name) => `${name}.googleapis.com`).join(" ")} --project ${project}`],
    },
    {
      title: "Firestore, Standard edition, native mode",
      why: "the place is for ever; it belongs near the functions",
      how: [`npx firebase firestore:databases:create "(default)" --location ${region} --project ${project}`],
    },
    {
      title: "Sign-in by e-mail and password",
      why: "people sign in with it; add your own domain to the authorised ones",
      how: [toConsole(project, "authentication/providers")],
    },
    {
      title: "A web app",
      why: "gives the page its configuration and the gateways' listeners their key (LASTMETER_WEB_API_KEY)",
      how: [`npx firebase apps:create WEB Lastmeter --project ${project}`],
    },
    {
      title: "Secrets",
      why: "LASTMETER_WRAPPING_KEY wraps every network's key: replaced, no gateway can connect any more; keep no copy elsewhere",
      how: [
        ...randomSecretNames.map((name) => `openssl rand -base64 32 | tr -d '\\n' | ${toSetSecret(name, project)}`),
        `node -e '${makeTokenKeys}' | ${toSetSecret("LASTMETER_TOKEN_KEYS", project)}`,
      ],
    },
    {
      title: "The operator",
      why: "one account approves the companies whose programs may ask owners for data; UID is the account's, from the console",
      how: [
        toConsole(project, "authentication/users"),
        `curl -X POST https://identitytoolkit.googleapis.com/v1/projects/${project}/accounts:update -H "Authorization: Bearer $(gcloud auth print-access-token)" -H "x-goog-user-project: ${project}" -H "content-type: application/json" -d '{"localId":"UID","customAttributes":"{\\"operator\\":true}"}'`,
      ],
    },
    {
      title: "signBlob for custom tokens",
      why: "the functions make the token a gateway listens with: their account must be allowed to sign as itself",
      how: [
        `gcloud iam service-accounts add-iam-policy-binding ${account} --member=serviceAccount:${account} --role=roles/iam.serviceAccountTokenCreator --project ${project}`,
      ],
    },
    {
      title: "Public functions",
      why: "gateways call hello and uplink without a Google account: where your organisation restricts allUsers, except this project",
      how: [`https://console.cloud.google.com/iam-admin/orgpolicies/iam-allowedPolicyMemberDomains?project=${project}`],
    },
    {
      title: "Cloud Scheduler",
      why: "runs the tick each minute; the first deployment makes its job",
      how: [`gcloud scheduler jobs list --location ${region} --project ${project}`],
    },
    {
      title: "Old container images are cleaned up",
      why: "each deployment leaves one behind, and they are billed",
      how: [`npx firebase functions:artifacts:setpolicy --location ${region} --project ${project}`],
    },
    {
      title: "VAPID key",
      why: "the project's own web push key (Cloud Messaging, Web Push certificates, generate); without it notifications use Firebase's",
      how: [toConsole(project, "settings/cloudmessaging"), `LASTMETER_VAPID_KEY=… npm run deploy -- ${project}`],
    },
  ];
}
