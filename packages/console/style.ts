/** The style sheet of the page. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d1b17, #ece8df); --soft: light-dark(#6b665c, #a39d90);
  --line: light-dark(#e4dfd3, #38342c); --paper: light-dark(#faf8f3, #191713); --card: light-dark(#fff, #211e19);
  --good: light-dark(#2f7040, #7cc08c); --bad: light-dark(#b3402e, #ef8f7e); --wait: light-dark(#8a5c0d, #e0b45c); }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--paper); color: var(--ink);
  font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; }
h1 { font: 600 1.6rem/1.2 ui-serif, Georgia, serif; margin: 0; } h1 + p { color: var(--soft); margin: .25rem 0 2rem; }
h2 { font: 600 1.05rem/1.3 ui-serif, Georgia, serif; margin: 0 0 .75rem; }
h2 .soft { font: 13px ui-sans-serif, system-ui, sans-serif; margin-left: .4rem; }
main { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); align-items: start; }
.column { display: grid; gap: 1.25rem; min-width: 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem; overflow-x: auto; }
section.wide { grid-column: 1 / -1; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
tr:first-child td { border-top: 0; } td:last-child { text-align: right; padding-right: 0; } td.one { white-space: nowrap; }
code { font: 12px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); } .small { font-size: 12.5px; overflow-wrap: anywhere; } .empty { color: var(--soft); margin: 0; }
.pair { display: inline-block; margin-left: .75rem; white-space: nowrap; }
.ok { color: var(--good); } .down { color: var(--bad); } .pending { color: var(--wait); }
summary { cursor: pointer; padding: .35rem 0; font-variant-numeric: tabular-nums; } summary .soft { margin-left: .5rem; }
details[open] { padding-bottom: .75rem; } details table { border-top: 1px solid var(--line); }
details + details { border-top: 1px solid var(--line); } a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .2em; }
.falls td { padding: .15rem .75rem .15rem 0; } .falls td:last-child { width: 45%; }
.track { display: block; position: relative; height: .7rem; background: var(--paper); border-radius: 2px; }
.track i { position: absolute; inset-block: 0; min-width: 2px; border-radius: 2px; background: var(--good); } .track i.down { background: var(--bad); }
@media (max-width: 36rem) { section { padding: 1rem; } summary .soft { display: block; margin-left: 1rem; }
  .facts tr { display: grid; grid-template-columns: 1fr auto; } .facts td:first-child { grid-column: 1 / -1; padding-right: 0; }
  .facts td:not(:first-child) { border-top: 0; padding-top: 0; } }
`;
