/** @file How the exported page looks: paper, one accent, light and dark, on screen and in print. */

/** The colours of states are those of the workbook. A chosen cell's evidence is a panel at the foot of the window. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #22211e; --dim: #6a675f; --line: #dcd8cf; --accent: #0b5c83;
  --panel: #fff; --supported: transparent; --conflicting: #fff0c2; --unsupported: #fbdcd8; --missing: #efeeea; --absent: #dfeaf6; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1b1a; --ink: #e9e6df; --dim: #a29e94; --line: #3b3a37;
  --accent: #7cc0e3; --panel: #262624; --conflicting: #4d4118; --unsupported: #552a26; --missing: #2b2a28; --absent: #223447; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 6rem; max-width: 90rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.25rem; text-wrap: balance; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 0.5rem; }
p { margin: 0.25rem 0; max-width: 70ch; }
a { color: var(--accent); }
.dim { color: var(--dim); }
.frame { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.frame > table { min-width: 100%; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: start; vertical-align: top; font-weight: 400;
  overflow-wrap: anywhere; min-width: 13ch; max-width: 48ch; white-space: pre-line; }
thead th { font-weight: 600; background: var(--paper); white-space: normal; }
tbody th { font-weight: 600; }
td > a, tbody th > a { color: inherit; text-decoration: none; }
td > a:hover, tbody th > a:hover { color: var(--accent); text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
sup { color: var(--accent); font-size: 0.7em; font-weight: 400; margin-inline-start: 0.15em; }
.supported { background: var(--supported); } .conflicting { background: var(--conflicting); }
.unsupported { background: var(--unsupported); } .missing { background: var(--missing); } .absent { background: var(--absent); }
.key { display: inline-block; padding: 0 0.5em; border: 1px solid var(--line); }
ul.states { list-style: none; padding: 0; margin: 0.5rem 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; }
ol { padding-inline-start: 2.5rem; } ol > li { margin: 0.75rem 0; }
blockquote { margin: 0.25rem 0; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--line); }
blockquote p, li p { white-space: pre-line; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0.5rem 0; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
.back { display: none; }
li:target { position: fixed; inset: auto 0 0 0; z-index: 1; max-height: 45vh; overflow: auto; margin: 0; padding: 1rem 1.5rem;
  list-style: none; background: var(--panel); border-top: 2px solid var(--accent); box-shadow: 0 -8px 24px #0003; }
li:target > .back { display: inline-block; float: inline-end; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; background: none; } .frame { overflow: visible; }
  li:target { position: static; padding: 0; box-shadow: none; border: 0; list-style: decimal; max-height: none; background: none; }
  li:target > .back { display: none; } tr, li { break-inside: avoid; } thead { display: table-header-group; }
  * { print-color-adjust: exact; } }
`;
