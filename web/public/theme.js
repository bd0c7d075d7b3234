// Runs before the first paint, as a file of its own: the content security policy forbids inline scripts.
try {
  const chosen = localStorage.getItem("lastmeter.theme");
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.querySelector('meta[name="theme-color"]').content = dark ? "#0b0f14" : "#f3f5f8";
} catch {
  document.documentElement.dataset.theme = "light";
}
