import { loadAuth } from "./client.ts";

/** Whether the person's e-mail is confirmed, asked anew. @throws without a network */
export async function readVerified(): Promise<boolean> {
  return (await loadAuth()).readVerified();
}

/** Sends the e-mail that confirms the address; its link leads back to this page. @throws as the sign-in service does */
export async function sendVerification(): Promise<void> {
  await (await loadAuth()).sendVerification(location.href);
}
