/** Muted pairs of background and shape, chosen by the slug. */
const PALETTE = [
  ["#efe6d8", "#b5652f"],
  ["#e3e8df", "#56705a"],
  ["#e8e1ea", "#75577f"],
  ["#dfe7ec", "#3f6579"],
  ["#f1e0dc", "#a8483c"],
  ["#ece8d4", "#8a7424"],
] as const;

const SHAPES: readonly ((ink: string) => string)[] = [
  (ink) => `<circle cx="600" cy="560" r="270" fill="${ink}"/>`,
  (ink) => `<path d="M330 830V470a270 270 0 0 1 540 0v360z" fill="${ink}"/>`,
  (ink) => `<rect x="370" y="320" width="460" height="520" rx="56" fill="${ink}"/>`,
  (ink) =>
    `<path d="M300 430h600l-70 330a130 130 0 0 1-127 103H497a130 130 0 0 1-127-103z" fill="${ink}"/>`,
];

const sumOf = (text: string) => {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return sum;
};

/** Returns a plain picture of a seeded product, always the same for a slug. */
export const artworkOf = (slug: string) => {
  const sum = sumOf(slug);
  const [ground, ink] = PALETTE[sum % PALETTE.length] ?? PALETTE[0];
  const shape = SHAPES[(sum >>> 8) % SHAPES.length]?.(ink) ?? "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1200" width="1200" height="1200"><rect width="1200" height="1200" fill="${ground}"/><ellipse cx="600" cy="880" rx="340" ry="38" fill="${ink}" opacity=".18"/>${shape}</svg>`;
};
