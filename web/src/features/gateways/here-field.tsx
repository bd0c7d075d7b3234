import type { Location } from "@lastmeter/model/location";
import { useState } from "react";
import { toCoordinatesText } from "../../lib/coordinates.ts";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import { RareIcon } from "../../ui/rare-icon.tsx";
import type { Draft } from "./draft.ts";
import style from "./form.module.css";
import { toCoarse } from "./place.ts";

interface HereFieldProps {
  readonly here: Location | null;
  /** The form was sent without a place. */
  readonly fault: boolean;
  readonly change: (part: Partial<Draft>) => void;
}

const TIMEOUT_MS = 20_000;
type Phase = "rest" | "asking" | "denied" | "failed";

/** Where this phone is, to a kilometre, by the browser; it asks the person first, and may be refused. */
export function HereField({ here, fault, change }: HereFieldProps) {
  const text = useText();
  const [phase, setPhase] = useState<Phase>("geolocation" in navigator ? "rest" : "failed");
  const ask = () => {
    setPhase("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        change({ here: toCoarse({ latitude, longitude }) });
        setPhase("rest");
      },
      ({ code, PERMISSION_DENIED }) => setPhase(code === PERMISSION_DENIED ? "denied" : "failed"),
      { timeout: TIMEOUT_MS, maximumAge: 3_600_000 },
    );
  };
  const refused = phase === "denied" || phase === "failed";
  return (
    <div className={style.group}>
      <p className={style.hint}>{text("network.here.text")}</p>
      {here !== null && (
        <p className={style.told} data-testid="here">
          <RareIcon name="place" size={20} />
          {toCoordinatesText(here)}
        </p>
      )}
      <p aria-live="polite" className={refused || fault ? style.wrong : style.hint}>
        {phase === "asking" && text("network.here.asking")}
        {refused && text(`network.here.${phase}`)}
        {phase === "rest" && fault && text("network.here.missing")}
      </p>
      <Button aria-busy={phase === "asking"} disabled={phase === "asking"} look="soft" onClick={ask}>
        <RareIcon name="place" size={20} />
        {text(here === null ? "network.here.ask" : "network.here.again")}
      </Button>
    </div>
  );
}
