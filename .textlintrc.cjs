const bannedWords = require("./dev/prose/banned-words.json");

/** Rules for the prose of README, CONTRIBUTING, CHANGELOG and docs. CONTRIBUTING.md#style has the guide. */
module.exports = {
  rules: {
    "@textlint-rule/pattern": {
      patterns: bannedWords.map((word) => ({
        pattern: `/\\b${word.replaceAll(" ", "\\s+")}\\b/i`,
        message: `“${word}” is banned: name the subject, or use the standard term`,
      })),
    },
    "en-max-word-count": { max: 40 },
    terminology: {
      defaultTerms: false,
      terms: [
        ["hearer(s?)", "handler$1"],
        ["shelves", "listings"],
        ["second step(s?)", "second factor$1"],
        ["Javascript", "JavaScript"],
        ["Typescript", "TypeScript"],
      ],
    },
    "write-good": {
      adverb: false,
      eprime: false,
      passive: false,
      so: false,
      tooWordy: false,
      weasel: false,
    },
  },
};
