import type { EnrolmentReply, NetworkDraft } from "@lastmeter/model/gateway";
import { type ComponentType, type FormEvent, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { gateways } from "../../data/gateways.ts";
import { useSession } from "../../data/session.ts";
import { useAct } from "../../data/use-act.ts";
import { readVerified } from "../../data/verification.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { AboutFields } from "./about-fields.tsx";
import { type Draft, type DraftField, toNetworkDraft, toNewDraft } from "./draft.ts";
import form from "./form.module.css";
import { KeyStep } from "./key-step.tsx";
import style from "./networks-page.module.css";
import { PlaceFields } from "./place-fields.tsx";
import { Progress } from "./progress.tsx";

type Step = "about" | "place";
const ofAbout: readonly DraftField[] = ["name", "description"];

interface AddNetworkPageProps {
  /** Confirms the e-mail of who is signed in: only then may they own a network. */
  readonly Verify: ComponentType<{ email: string; why: "verify.network"; onVerified: () => Promise<void> }>;
}

/** A new network in four steps: what it is, where it is, its key, and the gateway's first message. */
export function AddNetworkPage({ Verify }: AddNetworkPageProps) {
  const text = useText();
  const [, navigate] = useLocation();
  const [step, setStep] = useState<Step>("about");
  const [draft, setDraft] = useState<Draft>(toNewDraft);
  const [wrong, setWrong] = useState<readonly DraftField[]>([]);
  const [enrolment, setEnrolment] = useState<EnrolmentReply | null>(null);
  const session = useSession();
  const [mustVerify, setMustVerify] = useState(false);
  const act = useAct();
  const title = useRef<HTMLHeadingElement>(null);
  const shown = enrolment === null ? step : "key";
  useTitle(text("add.title"));
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    scrollTo(0, 0);
    title.current?.focus({ preventScroll: true });
  }, [shown]);
  const change = (part: Partial<Draft>) => {
    setWrong([]);
    setDraft((old) => ({ ...old, ...part }));
  };
  const next = async (event: FormEvent) => {
    event.preventDefault();
    const made = toNetworkDraft(draft);
    const faults = "wrong" in made ? made.wrong : [];
    const here = faults.filter((field) => ofAbout.includes(field) === (step === "about"));
    setWrong(here);
    if (here.length > 0) return;
    if (step === "about") setStep("place");
    else if ("network" in made) await act.run(() => register(made.network));
  };
  const register = async (network: NetworkDraft) => {
    const isVerified = await readVerified().catch(() => true);
    setMustVerify(!isVerified);
    if (isVerified) setEnrolment(await gateways.register(network));
  };
  const number = { about: 1, place: 2, key: 3 }[shown];
  return (
    <div className={style.page}>
      <PageHeader back="/admin" backLabel={text("admin.toList")} title={text("add.title")} />
      <Progress now={number} />
      <h2 ref={title} tabIndex={-1}>
        {text(`add.${shown}`)}
      </h2>
      {enrolment === null ? (
        <form className={form.form} data-testid={`add-${step}`} noValidate onSubmit={(event) => void next(event)}>
          <Card className={form.form}>
            {step === "about" && <AboutFields change={change} draft={draft} wrong={wrong} />}
            {step === "place" && <PlaceFields change={change} draft={draft} wrong={wrong} />}
          </Card>
          <Outcome act={act} />
          {mustVerify && session.phase === "in" && (
            <Verify email={session.email} onVerified={async () => setMustVerify(false)} why="verify.network" />
          )}
          <div className={form.buttons}>
            <Button aria-busy={act.busy} data-testid="add-next" disabled={act.busy} type="submit">
              {text(step === "about" ? "add.next" : "add.makeKey")}
            </Button>
            {step === "place" && (
              <Button disabled={act.busy} look="plain" onClick={() => setStep("about")}>
                {text("common.back")}
              </Button>
            )}
          </div>
        </form>
      ) : (
        <KeyStep
          enrolment={enrolment}
          name={draft.name}
          onDone={() => navigate(`/admin/add/${enrolment.networkId}`, { replace: true })}
        />
      )}
    </div>
  );
}
