import type { ManifestOptions } from "vite-plugin-pwa";

/** The web app manifest. Colours are those of the light theme; the page sets its own theme colour afterwards. */
export const manifest: Partial<ManifestOptions> = {
  id: "/",
  name: "Lastmeter",
  short_name: "Lastmeter",
  description: "See what your home draws and gives, live, on the meters and plugs you already have.",
  lang: "en",
  dir: "ltr",
  start_url: "/?source=pwa",
  scope: "/",
  display: "standalone",
  orientation: "any",
  theme_color: "#f3f5f8",
  background_color: "#f3f5f8",
  categories: ["utilities", "lifestyle"],
  launch_handler: { client_mode: "navigate-existing" },
  icons: [
    { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    { src: "/icons/monochrome-512.png", sizes: "512x512", type: "image/png", purpose: "monochrome" },
  ],
  shortcuts: [
    { name: "Now", url: "/?source=shortcut", icons: [{ src: "/icons/icon-192.png", sizes: "192x192" }] },
    { name: "Settings", url: "/settings", icons: [{ src: "/icons/icon-192.png", sizes: "192x192" }] },
  ],
};
