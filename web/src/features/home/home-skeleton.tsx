import { Card, Skeleton } from "../../ui/parts.tsx";
import style from "./home-page.module.css";

export function HomeSkeleton() {
  return (
    <div aria-busy="true" className={style.page}>
      <Skeleton height={44} width="50%" />
      <div className={style.columns}>
        <Card>
          <Skeleton height={184} />
        </Card>
        <Card>
          <Skeleton height={320} />
        </Card>
      </div>
    </div>
  );
}
