/**
 * The style sheet of a receipt: paper on a screen, pages of the printer's size (A4, Letter) in print, and cards
 * instead of table rows on a phone. It stays light in dark mode, because it is a picture of paper.
 */
export const SHEET = `
:root { color-scheme: light; --ink: #1c1917; --soft: #57534e; --hair: #e7e5e4; --wash: #fafaf9; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 2rem 1rem; background: #f5f5f4; color: var(--ink);
  font: 400 .875rem/1.5 "Noto Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Nirmala UI", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
main {
  max-width: 52rem; margin: 0 auto; padding: 3.5rem; background: #fff; border-radius: .25rem;
  box-shadow: 0 1px 2px rgb(28 25 23 / .06), 0 12px 32px rgb(28 25 23 / .07);
}
h1, h2, p, dl, dd, address, table { margin: 0; }
address { font-style: normal; }
h1 { font-size: 2.125rem; font-weight: 300; line-height: 1.15; letter-spacing: -.015em; }
h2, dt, th {
  font-size: .6875rem; font-weight: 600; line-height: 1.5; letter-spacing: .06em;
  text-transform: uppercase; color: var(--soft);
}
header { display: flex; justify-content: space-between; gap: 2rem; padding-bottom: 2rem; }
.seller { max-width: 20rem; }
.seller strong { display: block; margin-bottom: .25rem; font-size: 1.0625rem; font-weight: 600; }
.seller span, .party span { display: block; }
.seller span { color: var(--soft); font-size: .8125rem; }
.head { text-align: right; }
.facts, .parties { display: flex; flex-wrap: wrap; gap: 1.25rem 2.5rem; }
.facts { padding: 1.125rem 0; border: solid var(--ink); border-width: 2px 0 1px; border-bottom-color: var(--hair); }
.facts dd { font-weight: 600; }
.parties { padding: 1.5rem 0 2.25rem; }
.party { flex: 1 1 14rem; max-width: 22rem; }
.party span:first-of-type { font-weight: 600; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .625rem 0 .625rem 1.25rem; text-align: right; vertical-align: top; white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; text-align: left; white-space: normal; }
th { border-bottom: 1px solid var(--ink); vertical-align: bottom; }
td { border-bottom: 1px solid var(--hair); }
tr { break-inside: avoid; }
.title { display: block; font-weight: 600; }
.details { display: block; color: var(--soft); font-size: .8125rem; }
td:last-child { font-weight: 600; }
.totals { width: 22rem; max-width: 100%; margin: 1rem 0 0 auto; break-inside: avoid; }
.totals > div { display: flex; justify-content: space-between; gap: 2rem; padding: .25rem 0; }
.totals dt { font-size: inherit; font-weight: 400; letter-spacing: 0; text-transform: none; }
.totals dd { white-space: nowrap; }
.totals .sum {
  margin-top: .5rem; padding-top: .75rem; border-top: 2px solid var(--ink); align-items: baseline;
}
.totals .sum dt, .totals .sum dd { color: var(--ink); font-size: 1.25rem; font-weight: 600; }
.totals .sum dd { text-align: right; }
.totals small { display: block; color: var(--soft); font-size: .8125rem; font-weight: 400; }
.totals .due { margin-top: .75rem; padding: .625rem .75rem; background: var(--wash); font-weight: 600; }
.totals .due dt { color: var(--ink); font-weight: 600; }
section { margin-top: 2.25rem; break-inside: avoid; }
section h2 { padding-bottom: .375rem; border-bottom: 1px solid var(--ink); }
section th { border-bottom-color: var(--hair); }
section td, section th { padding-top: .4375rem; padding-bottom: .4375rem; }
.pair { display: flex; flex-wrap: wrap; gap: 0 3rem; }
.pair section { flex: 1 1 18rem; }
@media screen and (max-width: 40rem) {
  body { padding: 0; background: #fff; font-size: .9375rem; }
  main { padding: 1.75rem 1.25rem 2.5rem; border-radius: 0; box-shadow: none; }
  header { flex-direction: column-reverse; gap: 1.25rem; padding-bottom: 1.5rem; }
  .head { text-align: left; }
  .facts { display: grid; grid-template-columns: 1fr 1fr; gap: .875rem 1.25rem; }
  .parties { gap: 1.25rem; padding-bottom: 1.5rem; }
  .items thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .items table, .items tbody { display: block; border-top: 1px solid var(--ink); }
  .items tbody { border: 0; }
  .items tr { display: grid; grid-template-columns: 1fr auto; padding: .75rem 0; border-bottom: 1px solid var(--hair); }
  .items td { display: flex; justify-content: space-between; gap: 1rem; grid-column: 1 / -1; padding: 0; border: 0; color: var(--soft); }
  .items td::before { content: attr(data-label); }
  .items td:first-child { display: block; grid-column: 1; padding: 0 1rem .25rem 0; color: var(--ink); }
  .items td:last-child { display: block; grid-column: 2; grid-row: 1; color: var(--ink); }
  .items td:first-child::before, .items td:last-child::before { content: none; }
  .totals { width: 100%; }
  .items td:empty { display: none; }
  section td, section th { padding-left: .625rem; }
  section td { font-size: .8125rem; }
}
@page { margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #57534e; } }
@media print {
  html { font-size: 10pt; }
  body { padding: 0; background: #fff; }
  main { max-width: none; padding: 0; box-shadow: none; border-radius: 0; }
  thead { display: table-header-group; }
}
`;

/** The digest by which the page's policy allows this sheet and no other. A test compares them. */
export const SHEET_SHA256 = "Tx20sNMWBx6kXwF7v1h6gDZLqPgj+vGJ5r4txQdQH48=";
