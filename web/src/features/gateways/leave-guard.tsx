import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./leave-guard.module.css";

/** A phone's Back shows itself only once it happened: this entry of the history is what it takes instead of the page. */
const GUARD = "guard";
const BACK = "back";
const isGuarded = () => history.state === GUARD;

/** Goes on from a guarded page as if the entry had never been. */
export function leaveGuarded(go: () => void): void {
  if (!isGuarded()) {
    go();
    return;
  }
  const went = (event: PopStateEvent) => {
    event.stopImmediatePropagation();
    go();
  };
  addEventListener("popstate", went, { once: true, capture: true });
  history.back();
}

/** While it is there, leaving the page asks first: what is on it is shown once. */
export function LeaveGuard() {
  const text = useText();
  const [, navigate] = useLocation();
  const [to, setTo] = useState<string | null>(null);
  const isLeaving = useRef(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const unload = (event: BeforeUnloadEvent) => {
      if (!isLeaving.current) event.preventDefault();
    };
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const href = link?.getAttribute("href");
      if (!href || link?.hasAttribute("download") || !href.startsWith("/")) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(href);
    };
    const guard = () => {
      if (!isGuarded()) history.pushState(GUARD, "");
    };
    const pop = (event: PopStateEvent) => {
      if (isLeaving.current) return;
      event.stopImmediatePropagation();
      guard();
      setTo(BACK);
    };
    // Where the page was scrolled to is remembered with the entry, and put on the screen when it is gone back to.
    scrollTo(0, 0);
    guard();
    addEventListener("popstate", pop, { capture: true });
    addEventListener("beforeunload", unload);
    document.addEventListener("click", click, true);
    return () => {
      removeEventListener("popstate", pop, { capture: true });
      removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, true);
    };
  }, []);
  useEffect(() => {
    if (to !== null) dialog.current?.showModal();
  }, [to]);
  if (to === null) return null;
  const leave = () => {
    isLeaving.current = true;
    if (to === BACK) history.go(-2);
    else leaveGuarded(() => navigate(to));
  };
  return (
    <dialog aria-labelledby="leave-title" className={style.dialog} onClose={() => setTo(null)} ref={dialog}>
      <h2 id="leave-title">{text("leave.title")}</h2>
      <p>{text("leave.text")}</p>
      <div className={style.buttons}>
        <Button autoFocus data-testid="leave-stay" onClick={() => setTo(null)}>
          {text("leave.stay")}
        </Button>
        <Button data-testid="leave-go" look="plain" onClick={leave}>
          {text("leave.go")}
        </Button>
      </div>
    </dialog>
  );
}
