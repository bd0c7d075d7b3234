import type { EnrolmentReply } from "@lastmeter/model/gateway";
import { useEffect, useState } from "react";
import { useText } from "../../lib/text.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Button, Card, Notice } from "../../ui/parts.tsx";
import { Qr } from "../../ui/qr.tsx";
import { toConfigFile } from "./config-file.ts";
import form from "./form.module.css";
import style from "./key-step.module.css";
import { LeaveGuard, leaveGuarded } from "./leave-guard.tsx";
import { LocalHome } from "./local-home.tsx";

interface KeyStepProps {
  readonly enrolment: EnrolmentReply;
  /** Of the network. */
  readonly name: string;
  readonly onDone: () => void;
}

/** The key, shown this once: as file, line, QR and text. Leaving before saying that it is kept asks again. */
export function KeyStep({ enrolment, name, onDone }: KeyStepProps) {
  const text = useText();
  const [kept, setKept] = useState(false);
  const file = toConfigFile(enrolment, name);
  const words = { copy: text("key.copy"), copied: text("key.copied") };
  return (
    <div className={form.form} data-testid="key-step">
      {!kept && <LeaveGuard />}
      <Notice icon="key">{text("key.once")}</Notice>
      <Card className={style.way}>
        <h2>{text("key.file")}</h2>
        <p>{text("key.file.text")}</p>
        <Download name={file.name} text={file.text} />
        <CopyLine
          {...words}
          label={text("key.command")}
          testId="file-command"
          value={`sudo lastmeter-bridge setup --enrolment-file ${file.name}`}
        />
      </Card>
      <LocalHome file={file.name} />
      <Card className={style.way}>
        <h2>{text("key.line")}</h2>
        <p>{text("key.line.text")}</p>
        <CopyLine
          {...words}
          label={text("key.line")}
          testId="enrolment"
          value={`sudo lastmeter-bridge setup --enrolment ${enrolment.enrolment}`}
        />
        <Code enrolment={enrolment.enrolment} />
      </Card>
      <Card className={style.way}>
        <h2>{text("key.alone")}</h2>
        <p>{text("key.alone.text", { host: enrolment.dispatcher.host, port: String(enrolment.dispatcher.port) })}</p>
        <CopyLine {...words} label={text("key.alone")} testId="key" value={enrolment.key} />
      </Card>
      <div className={style.gate}>
        <label className={style.check}>
          <input
            checked={kept}
            data-testid="key-kept"
            onChange={(event) => setKept(event.target.checked)}
            type="checkbox"
          />
          {text("key.kept")}
        </label>
        <div className={form.buttons}>
          <Button data-testid="key-next" disabled={!kept} onClick={() => leaveGuarded(onDone)}>
            {text("key.next")}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The file never touches a server: the browser writes it from what it holds. */
function Download({ name, text: content }: { name: string; text: string }) {
  const text = useText();
  const [href, setHref] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    setHref(url);
    return () => URL.revokeObjectURL(url);
  }, [content]);
  return (
    <a className={style.download} data-testid="key-file" download={name} href={href}>
      <Icon name="install" size={20} />
      {text("key.download", { name })}
    </a>
  );
}

/** The line as a QR code, drawn when it is asked for: somebody may look over the shoulder. */
function Code({ enrolment }: { enrolment: string }) {
  const text = useText();
  const [modules, setModules] = useState<boolean[][] | null>(null);
  const show = async () => {
    const { encode } = await import("uqr");
    setModules(encode(enrolment, { ecc: "M", border: 2 }).data);
  };
  if (modules === null) {
    return (
      <Button data-testid="show-qr" look="plain" onClick={() => void show().catch(() => undefined)}>
        {text("key.showQr")}
      </Button>
    );
  }
  return (
    <figure className={style.qr}>
      <Qr label={text("key.qr")} modules={modules} />
      <figcaption>{text("key.qr.text")}</figcaption>
    </figure>
  );
}
