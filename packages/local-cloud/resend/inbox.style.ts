/** The stylesheet of the inbox. It loads no fonts or images, so it works offline. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1b18; --soft: #6d675f; --line: #e6e1d9;
  --accent: #b4532a; --wash: #f6e9e1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171512; --card: #211e1a; --ink: #f0ebe3; --soft: #a39b90; --line: #373129;
    --accent: #e8956d; --wash: #3a281e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
main.narrow { max-width: 48rem; }
a { color: inherit; }
a:focus-visible, input:focus-visible, button:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px;
}
header { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; margin: .5rem 0 1.25rem; }
h1 { font-size: 1.35rem; margin: 0; letter-spacing: -.01em; flex: 1 1 auto; overflow-wrap: anywhere; }
h1 a { text-decoration: none; }
form { display: flex; gap: .5rem; flex: 1 1 18rem; max-width: 24rem; }
input, button, .button {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; padding: .45rem .8rem; text-decoration: none; min-height: 2.75rem;
}
input { flex: 1; min-width: 0; }
button, .button { cursor: pointer; display: inline-flex; align-items: center; }
.list, .card {
  list-style: none; margin: 0; padding: 0; background: var(--card);
  border: 1px solid var(--line); border-radius: .9rem; overflow: hidden;
}
.list li + li { border-top: 1px solid var(--line); }
.list a {
  display: grid; grid-template-columns: 2.5rem 1fr auto; gap: 0 .9rem; align-items: center;
  padding: .8rem 1rem; text-decoration: none;
}
.list a:hover { background: var(--wash); }
.face {
  grid-row: span 2; width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid;
  place-items: center; background: var(--wash); color: var(--accent); font-weight: 600;
}
.subject { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who, time, .soft { color: var(--soft); font-size: .9rem; }
.who { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; grid-column: 2 / -1; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
@media (max-width: 36rem) {
  form { max-width: none; }
  .list a { grid-template-columns: 2.5rem 1fr; }
  .face { grid-row: span 3; }
  .list a > * { grid-column: 2; }
  .list a > .face { grid-column: 1; }
}
.card.empty { padding: 4rem 1.5rem; }
.empty { text-align: center; color: var(--soft); }
.empty b { display: block; color: var(--ink); font-size: 1.1rem; margin-bottom: .3rem; }
.more { display: flex; justify-content: center; margin: 1rem 0; }
dl.card {
  display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0 0 1rem;
  padding: 1rem; font-size: .93rem;
}
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.bodies { display: grid; gap: 1rem; align-items: start; }
@media (min-width: 60rem) { .bodies.two { grid-template-columns: 3fr 2fr; } }
h2 {
  font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft);
  margin: 0; padding: .6rem 1rem; border-bottom: 1px solid var(--line);
}
iframe { display: block; width: 100%; height: 66rem; border: 0; background: #fff; resize: vertical; }
pre {
  margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere;
  font: .9rem/1.55 ui-monospace, SFMono-Regular, Menlo, monospace;
}
code { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; }
.tag { display: inline-block; background: var(--wash); color: var(--accent); border-radius: 1rem; padding: 0 .6rem; margin: 0 .3rem .2rem 0; }
`;
