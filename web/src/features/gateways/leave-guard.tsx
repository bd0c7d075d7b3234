import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./leave-guard.module.css";

/** While it is there, leaving the page asks first: what is on it is shown once. */
export function LeaveGuard() {
  const text = useText();
  const [, navigate] = useLocation();
  const [to, setTo] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const href = link?.getAttribute("href");
      if (!href || link?.hasAttribute("download") || !href.startsWith("/")) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(href);
    };
    addEventListener("beforeunload", unload);
    document.addEventListener("click", click, true);
    return () => {
      removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, true);
    };
  }, []);
  useEffect(() => {
    if (to !== null) dialog.current?.showModal();
  }, [to]);
  if (to === null) return null;
  return (
    <dialog aria-labelledby="leave-title" className={style.dialog} onClose={() => setTo(null)} ref={dialog}>
      <h2 id="leave-title">{text("leave.title")}</h2>
      <p>{text("leave.text")}</p>
      <div className={style.buttons}>
        <Button autoFocus data-testid="leave-stay" onClick={() => setTo(null)}>
          {text("leave.stay")}
        </Button>
        <Button data-testid="leave-go" look="plain" onClick={() => navigate(to)}>
          {text("leave.go")}
        </Button>
      </div>
    </dialog>
  );
}
