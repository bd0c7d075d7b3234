import { Link } from "wouter";
import { saveProfile } from "../../data/profile.ts";
import { leave, useSession } from "../../data/session.ts";
import { chooseLanguage, isLanguage, languages, type MessageId, useText } from "../../lib/text.ts";
import { chooseTheme, themes, theme as themeValue } from "../../lib/theme.ts";
import { useWatched } from "../../lib/value.ts";
import { Button, Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { HomesCard } from "./homes-card.tsx";
import { InstallRow } from "./install-row.tsx";
import style from "./settings-page.module.css";

const themeTexts = { auto: "theme.auto", light: "theme.light", dark: "theme.dark" } satisfies Record<string, MessageId>;

export function SettingsPage() {
  const text = useText();
  const session = useSession();
  useTitle(text("settings.title"));
  if (session.phase !== "in") return null;
  return (
    <div className={style.page}>
      <h1>{text("settings.title")}</h1>
      <Look uid={session.uid} />
      <HomesCard />
      <Card>
        <h2>{text("settings.account")}</h2>
        <div className={style.row}>
          <span>{text("settings.email")}</span>
          <span className={style.value}>{session.email}</span>
        </div>
        <div className={style.row}>
          <span className={style.hint}>{text("settings.notify.text")}</span>
          <Link href="/inbox/settings">{text("settings.notify")}</Link>
        </div>
        <div className={style.row}>
          <span className={style.hint}>{text("yourData.link.text")}</span>
          <Link data-testid="your-data" href="/your-data">
            {text("yourData.link")}
          </Link>
        </div>
        <div className={style.row}>
          <span className={style.hint}>{text("settings.signOutText")}</span>
          <Button data-testid="sign-out" look="soft" onClick={() => void leave()}>
            {text("settings.signOut")}
          </Button>
        </div>
      </Card>
      <Card>
        <h2>{text("settings.about")}</h2>
        <InstallRow />
        <div className={style.row}>
          <span>{text("settings.version")}</span>
          <span className={style.value}>{__APP_VERSION__}</span>
        </div>
        <div className={style.row}>
          <span>{text("settings.licence")}</span>
          <span className={style.value}>{text("settings.licenceText")}</span>
        </div>
      </Card>
    </div>
  );
}

function Look({ uid }: { uid: string }) {
  const text = useText();
  const theme = useWatched(themeValue);
  const change = (language: string) => {
    if (!isLanguage(language)) return;
    void chooseLanguage(language);
    void saveProfile(uid, { locale: language });
  };
  return (
    <Card>
      <h2>{text("settings.look")}</h2>
      <label className={style.row}>
        {text("settings.language")}
        <select
          className={style.select}
          onChange={(event) => change(event.target.value)}
          value={document.documentElement.lang}
        >
          {Object.entries(languages).map(([language, name]) => (
            <option key={language} lang={language} value={language}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset className={style.themes}>
        <legend>{text("settings.theme")}</legend>
        <div className={style.choices}>
          {themes.map((each) => (
            <label key={each}>
              <input
                checked={theme === each}
                name="theme"
                onChange={() => chooseTheme(each)}
                type="radio"
                value={each}
              />
              {text(themeTexts[each])}
            </label>
          ))}
        </div>
      </fieldset>
    </Card>
  );
}
