import { type Resolution, resolutions } from "@lastmeter/model/time";
import { useState } from "react";
import { useText } from "../../lib/text.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Field } from "../../ui/field.tsx";
import style from "./providers.module.css";

/** The link that asks an owner for consent: what the program wants stands in it, the owner decides what it gets. */
export function ConsentLink({ clientId }: { clientId: string }) {
  const text = useText();
  const [resolution, setResolution] = useState<Resolution>("day");
  const [purpose, setPurpose] = useState("");
  const query = new URLSearchParams({
    client: clientId,
    resolution,
    ...(purpose.trim() && { purpose: purpose.trim() }),
  });
  return (
    <details>
      <summary>{text("client.ask")}</summary>
      <div className={style.part}>
        <p className={style.hint}>{text("client.askText")}</p>
        <Field label={text("client.finest")}>
          {(control) => (
            <select
              {...control}
              onChange={(event) => setResolution(resolutions.find((each) => each === event.target.value) ?? resolution)}
              value={resolution}
            >
              {[...resolutions].reverse().map((each) => (
                <option key={each} value={each}>
                  {text(`resolution.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field hint={text("client.purposeHint")} label={text("client.purpose")}>
          {(control) => (
            <input {...control} maxLength={200} onChange={(event) => setPurpose(event.target.value)} value={purpose} />
          )}
        </Field>
        <p className={style.hint}>{text("client.link")}</p>
        <CopyLine
          copied={text("secret.copied")}
          copy={text("secret.copy")}
          label={text("client.link")}
          testId="consent-link"
          value={`${location.origin}/consent?${query}`}
        />
      </div>
    </details>
  );
}
