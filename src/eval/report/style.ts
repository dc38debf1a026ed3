/** @file How a report looks: paper, ink and one accent, by day and by night. */

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #faf8f3; --sheet: #fffdf9; --ink: #23211d; --soft: #6d675c; --line: #e2dcd0;
  --accent: #1d5b8f; --wash: #1d5b8f1c;
  --right: #2e7d4f1f; --wrong: #b23a2a24; --wrong-ink: #96291b; --gap: #8a7b5c1f; --amber: #c98a1a2b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1a1917; --sheet: #211f1c; --ink: #e9e4d8; --soft: #a39b8b; --line: #37332d;
    --accent: #86b8e6; --wash: #86b8e626;
    --right: #5fbf8626; --wrong: #e0705f33; --wrong-ink: #f0a093; --gap: #a395721f; --amber: #dba63e33;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
body { max-width: 1080px; margin: 0 auto; padding: 48px 24px 96px; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 20px; }
header p { margin: 0; color: var(--soft); }
h1 { font: 600 34px/1.15 Georgia, "Times New Roman", serif; letter-spacing: -.01em; margin: 2px 0 18px; }
h2 { font: 600 20px/1.3 Georgia, "Times New Roman", serif; margin: 48px 0 4px; }
h3 { font-size: 14px; margin: 24px 0 6px; }
section > p { color: var(--soft); margin: 0 0 14px; max-width: 74ch; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 10px 24px; margin: 0; }
dl.facts dt { color: var(--soft); font-size: 12px; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.scores th, .scores td { padding: 7px 10px 7px 0; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
.scores th { font-weight: 500; color: var(--soft); font-size: 12.5px; vertical-align: bottom; }
.scores th:first-child, .scores td:first-child { text-align: left; }
.scores td:first-child { font-weight: 600; }
.scores td.first { color: var(--accent); font-weight: 600; }
.scores small { display: block; color: var(--soft); font-size: 11.5px; font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 18px 24px; }
figure { margin: 0; }
figcaption { font-size: 13px; font-weight: 600; margin-bottom: 2px; }
svg { width: 100%; height: auto; display: block; overflow: visible; }
svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
svg .name { font-weight: 600; }
svg .grid { stroke: var(--line); }
svg polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg circle { stroke: var(--paper); stroke-width: 1.5; }
.series-0 polyline { stroke: var(--accent); } .series-0 circle, .series-0 .band, text.series-0 { fill: var(--accent); }
.series-1 polyline { stroke: var(--ink); } .series-1 circle, .series-1 .band, text.series-1 { fill: var(--ink); }
.series-2 polyline { stroke: var(--soft); stroke-dasharray: 5 3; } .series-2 circle, .series-2 .band, text.series-2 { fill: var(--soft); }
.series-3 polyline { stroke: var(--accent); stroke-dasharray: 2 3; } .series-3 circle, .series-3 .band, text.series-3 { fill: var(--accent); }
svg .band { opacity: .13; stroke: none; }
summary { cursor: pointer; }
.task { border-bottom: 1px solid var(--line); }
.task > summary { display: grid; grid-template-columns: 1fr auto; gap: 4px 20px; padding: 9px 4px; align-items: baseline; list-style: none; }
.task > summary::-webkit-details-marker { display: none; }
.task > summary:hover { background: var(--wash); }
.task[open] > summary .question { white-space: pre-line; }
.question { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.question small { color: var(--soft); font-weight: 400; display: block; }
.chips { display: flex; gap: 4px; font-variant-numeric: tabular-nums; }
.chip { width: 58px; padding: 1px 2px; text-align: center; font-size: 12px; border-radius: 3px; background: color-mix(in srgb, var(--accent) var(--share), var(--sheet)); border: 1px solid var(--line); }
.chip.none { color: var(--soft); background: none; border-style: dashed; }
.chip.name { background: none; border: 0; color: var(--soft); overflow-wrap: anywhere; line-height: 1.2; align-self: end; }
.task-head { display: grid; grid-template-columns: 1fr auto; gap: 4px 20px; padding: 0 4px 4px; border-bottom: 1px solid var(--ink); }
.inside { padding: 4px 4px 26px; }
.trial { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin: 10px 0; }
.trial h4 { margin: 0 0 2px; font-size: 14px; }
.trial .took { margin: 0 0 10px; color: var(--soft); font-size: 13px; }
.answer { font-size: 13px; }
.answer th { min-width: 64px; overflow-wrap: anywhere; text-align: left; font-weight: 600; padding: 4px 8px; border-bottom: 1px solid var(--ink); }
.answer td { padding: 4px 8px; border: 1px solid var(--line); vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; }
.answer td:first-child, .answer th:first-child { border: 0; color: var(--soft); font-size: 11.5px; white-space: nowrap; width: 1%; padding-left: 0; }
td.s { background: var(--right); } td.w { background: var(--wrong); } td.u { background: var(--amber); } td.m { background: var(--gap); color: var(--soft); }
td.x { background: none; color: var(--soft); text-decoration: line-through; text-decoration-color: var(--wrong-ink); }
td del { color: var(--wrong-ink); text-decoration: none; display: block; }
td ins { text-decoration: none; display: block; color: var(--soft); font-size: 12px; }
td ins::before { content: "gold: "; opacity: .75; }
.key { display: flex; flex-wrap: wrap; gap: 6px 16px; font-size: 12.5px; color: var(--soft); margin: 0 0 12px; }
.key span { padding: 1px 8px; border-radius: 3px; }
.key .s { background: var(--right); } .key .w { background: var(--wrong); } .key .u { background: var(--amber); } .key .m { background: var(--gap); }
.short { white-space: pre-wrap; margin: 0 0 8px; overflow-wrap: anywhere; }
.agents { margin-top: 12px; font-size: 13px; }
.agents > summary { color: var(--accent); }
.agents ol { list-style: none; margin: 8px 0 0; padding: 0; }
.agents li { padding: 6px 0 6px 12px; border-left: 2px solid var(--line); margin-bottom: 6px; overflow-wrap: anywhere; }
.agents li p { margin: 2px 0; white-space: pre-wrap; } .agents code { font: 12px ui-monospace, Menlo, monospace; color: var(--soft); display: block; }
.agents .who { color: var(--soft); } .agents .report { color: var(--soft); }
footer { margin-top: 56px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; }
@media print { body { max-width: none; padding: 0; } }
`;
