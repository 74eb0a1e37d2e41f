import { Refusal } from "#cloud/typesense/refusal";

/** A token of a filter: an operator, a parenthesis, or a `field: value`. */
export type FilterToken = string;

const OPERATORS = new Set(["&&", "||"]);
export const isOperator = (token: FilterToken) => OPERATORS.has(token);

const unparsable = () => new Refusal(400, "Could not parse the filter filter_query.");
const unbalanced = () =>
  new Refusal(400, "Could not parse the filter query: unbalanced parentheses.");

/** Returns the end of the `field: value` that starts at `start`: an operator or parenthesis outside backticks. */
const expressionEnd = (text: string, start: number) => {
  let ticked = false;
  let at = start;
  do {
    at += 1;
    if (text[at] === "`") ticked = !ticked;
    if (ticked) continue;
    const pair = text.slice(at, at + 2);
    if (text[at] === "(" || text[at] === ")" || isOperator(pair)) break;
  } while (at < text.length);
  return Math.min(at, text.length);
};

const tokensOf = (text: string) => {
  const tokens: FilterToken[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (character === " ") {
      at += 1;
    } else if (character === "(" || character === ")") {
      tokens.push(character);
      at += 1;
    } else if (character === "&" || character === "|") {
      const pair = text.slice(at, at + 2);
      if (!isOperator(pair)) throw unparsable();
      tokens.push(pair);
      at += 2;
    } else {
      const end = expressionEnd(text, at);
      tokens.push(text.slice(at, end).trim());
      at = end;
    }
  }
  return tokens;
};

/**
 * Returns the tokens of a filter in postfix order. As in Typesense, `&&` and `||` have equal precedence and
 * associate to the left, so only parentheses change the order.
 */
export const postfixTokens = (text: string) => {
  const postfix: FilterToken[] = [];
  const remaining: FilterToken[] = [];
  const release = () => {
    while (remaining.length > 0 && remaining.at(-1) !== "(")
      postfix.push(remaining.pop() as string);
  };
  for (const token of tokensOf(text)) {
    if (isOperator(token)) {
      release();
      remaining.push(token);
    } else if (token === "(") {
      remaining.push(token);
    } else if (token === ")") {
      release();
      if (remaining.pop() !== "(") throw unbalanced();
    } else {
      postfix.push(token);
    }
  }
  release();
  if (remaining.length > 0) throw unbalanced();
  return postfix;
};

/** Splits a list at its commas, except those inside backticks. */
export const listedValues = (text: string) => {
  const values: string[] = [];
  let value = "";
  let ticked = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "`" && text[at - 1] !== "\\") {
      ticked = !(ticked && value !== "");
    } else if (character === "," && !ticked) {
      values.push(value.trim());
      value = "";
    } else {
      value += character;
    }
  }
  if (value !== "") values.push(value.trim());
  return values;
};
