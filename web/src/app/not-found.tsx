import { Link } from "wouter";
import { useText } from "../lib/text.ts";
import { Empty } from "../ui/parts.tsx";

export function NotFound() {
  const text = useText();
  const action = <Link href="/">{text("notFound.home")}</Link>;
  return <Empty action={action} icon="info" text={text("notFound.text")} title={text("notFound.title")} />;
}
