import { type RefObject, useRef } from "react";
import { useText } from "../lib/text.ts";
import { Icon } from "./icon.tsx";
import style from "./ios-sheet.module.css";
import { Button } from "./parts.tsx";

export function useSheet() {
  const ref = useRef<HTMLDialogElement>(null);
  return { ref, open: () => ref.current?.showModal() };
}

/** iOS has no offer of its own to install: three steps by hand. */
export function IosSheet({ sheet }: { sheet: RefObject<HTMLDialogElement | null> }) {
  const text = useText();
  return (
    <dialog aria-labelledby="ios-sheet-title" className={style.sheet} ref={sheet}>
      <h2 id="ios-sheet-title">{text("install.ios.title")}</h2>
      <ol className={style.steps}>
        <li>
          <Icon name="share" />
          {text("install.ios.share")}
        </li>
        <li>
          <Icon name="add" />
          {text("install.ios.add")}
        </li>
        <li>
          <Icon name="check" />
          {text("install.ios.keep")}
        </li>
      </ol>
      <Button onClick={() => sheet.current?.close()}>{text("common.close")}</Button>
    </dialog>
  );
}
