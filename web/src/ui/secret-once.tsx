import type { ComponentProps } from "react";
import { useText } from "../lib/text.ts";
import { CopyLine } from "./copy-line.tsx";
import { Notice } from "./parts.tsx";
import style from "./secret-once.module.css";

interface SecretOnceProps {
  readonly clientId: string;
  readonly secret: string;
}

/** A program's id and secret, which nobody will see again, and two commands that try them. */
export function SecretOnce({ clientId, secret }: SecretOnceProps) {
  const text = useText();
  const words = { copy: text("secret.copy"), copied: text("secret.copied") };
  const token = `TOKEN=$(curl -s -u '${clientId}:${secret}' -d grant_type=client_credentials ${location.origin}/oauth/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  const nodes = `curl -s -H "Authorization: Bearer $TOKEN" ${location.origin}/v1/nodes`;
  return (
    <div className={style.secret} data-testid="secret-once">
      <Notice icon="key">{text("secret.once")}</Notice>
      <Line {...words} label={text("secret.id")} testId="client-id" value={clientId} />
      <Line {...words} label={text("secret.secret")} testId="client-secret" value={secret} />
      <details>
        <summary>{text("secret.try")}</summary>
        <div className={style.secret}>
          <Line {...words} label={text("secret.tryToken")} value={token} />
          <Line {...words} label={text("secret.tryNodes")} value={nodes} />
          <a href="/v1/docs" rel="noreferrer" target="_blank">
            {text("secret.docs")}
          </a>
        </div>
      </details>
    </div>
  );
}

function Line(line: ComponentProps<typeof CopyLine>) {
  return (
    <div>
      <p className={style.label}>{line.label}</p>
      <CopyLine {...line} />
    </div>
  );
}
