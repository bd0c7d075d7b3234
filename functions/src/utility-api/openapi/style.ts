/** Of the pages; a file of its own, since the policy allows no style in a page. */
export const styleSheet = `:root{color-scheme:light dark;--line:#d5dbe3;--soft:#f3f6f9;--ink:#16202c;--accent:#0b6b4f}
@media (prefers-color-scheme:dark){:root{--line:#334150;--soft:#17212c;--ink:#e7edf3;--accent:#58d3a7}body{background:#0f161e}}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);margin:0}
header,main{max-width:60rem;margin:0 auto;padding:1rem}
h1{margin:.5rem 0 0}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}h3{overflow-wrap:anywhere;margin-bottom:.2rem}
a{color:var(--accent)}nav ul{list-style:none;padding:0}nav li{padding:.3rem 0;overflow-wrap:anywhere}
.method{display:inline-block;min-width:3.2rem;font-weight:700;color:var(--accent)}.summary{font-weight:600;margin-top:0}
article{margin:1.5rem 0;padding:1rem;border:1px solid var(--line);border-radius:.75rem}
table{width:100%;border-collapse:collapse;margin:.75rem 0}caption{text-align:left;font-weight:600}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
th,th+td:not(:last-child){white-space:nowrap}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:var(--soft);padding:.75rem;overflow:auto;border-radius:.5rem}
summary{cursor:pointer;padding:.4rem 0}
`;
