#!/usr/bin/env node
// Prints what Parley's check of names needs to know about Unicode, as Node.js knows it. To update it, with a Node.js of the version
// of Unicode that you want:
//   node eng/unicode-data.js > src/Parley.Protocol/Characters/unicode-data.txt
"use strict";

const nfc = (text) => text.normalize("NFC");
const nfd = (text) => text.normalize("NFD");
const hex = (text) => [...text].map((character) => character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")).join(" ");
const isHangul = (code) => code >= 0xac00 && code <= 0xd7a3;

const characters = [];
for (let code = 0x80; code <= 0x10ffff; code++) {
  if ((code < 0xd800 || code > 0xdfff) && !isHangul(code)) {
    characters.push(String.fromCodePoint(code));
  }
}

// Characters in ranges of neighbours with the same value.
function printRanges(heading, entries) {
  console.log(`# ${heading}`);
  let first, last, value;
  const print = () => first && console.log([first === last ? hex(first) : `${hex(first)}..${hex(last)}`, value].join(" ").trim());
  for (const [character, its = ""] of entries) {
    if (!first || its !== value || character.codePointAt(0) !== last.codePointAt(0) + 1) {
      print();
      [first, value] = [character, its];
    }
    last = character;
  }
  print();
}

// A mark moves over another one if its class is lower, but not 0.
const movesOver = (mark, other) => nfd(other + mark) !== other + mark;
const order = (one, other) => (movesOver(one, other) ? -1 : movesOver(other, one) ? 1 : 0);
const marks = characters.filter((mark) => nfd(mark) === mark && (movesOver("\u0334", mark) || movesOver(mark, "\u0345")));
const ranks = new Map();
let rank = 0;
[...marks].sort(order).forEach((mark, at, sorted) => {
  rank += at === 0 || order(sorted[at - 1], mark) !== 0 ? 1 : 0;
  ranks.set(mark, rank);
});

console.log(`# Unicode ${process.versions.unicode}, printed by eng/unicode-data.js`);
printRanges("never", characters.filter((character) => nfc(character) !== character).map((character) => [character]));
printRanges("rank", marks.map((mark) => [mark, ranks.get(mark)]));
printRanges("text-style", characters.filter((character) => /\p{Emoji}/u.test(character) && !/\p{Emoji_Presentation}/u.test(character))
  .map((character) => [character]));
console.log("# composed");
for (const character of characters) {
  const parts = [...nfd(character)];
  if (parts.length > 1 && nfc(character) === character) {
    console.log(`${hex(character)} ${hex(nfc(parts.slice(0, -1).join("")))} ${hex(parts.at(-1))}`);
  }
}
