import { useEffect, useState } from "react";
import { isLocalProject } from "../../data/local.ts";
import { useText } from "../../lib/text.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Card } from "../../ui/parts.tsx";
import style from "./key-step.module.css";

/** On one's own machine: the command that starts a second simulated home, with a bridge of its own, from the file. */
export function LocalHome({ file }: { file: string }) {
  const text = useText();
  const [isLocal, setLocal] = useState(false);
  useEffect(() => {
    void isLocalProject().then(setLocal);
  }, []);
  if (!isLocal) return null;
  return (
    <Card className={style.way}>
      <h2>{text("key.local")}</h2>
      <p>{text("key.local.text")}</p>
      <CopyLine
        copied={text("key.copied")}
        copy={text("key.copy")}
        label={text("key.local")}
        testId="local-command"
        value={`npm run home -- --config ~/Downloads/${file}`}
      />
    </Card>
  );
}
