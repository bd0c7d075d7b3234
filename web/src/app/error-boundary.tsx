import { Component, type ReactNode } from "react";
import { text } from "../lib/text.ts";
import { Button, Empty } from "../ui/parts.tsx";

/** A fault of a page: says so, keeps the rest of the app away from it, and offers the way out. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { code: string | null }> {
  override state = { code: null };

  static getDerivedStateFromError(error: unknown) {
    return { code: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 120) : "unknown" };
  }

  override render() {
    const { code } = this.state;
    if (code === null) return this.props.children;
    const action = (
      <>
        <code>{code}</code>
        <Button onClick={() => location.reload()}>{text("crash.reload")}</Button>
      </>
    );
    return <Empty action={action} icon="info" text={text("crash.text")} title={text("crash.title")} />;
  }
}
