#pragma once

#include <string>
#include <string_view>

// Stands for a byte that is not part of a UTF-8 sequence.
constexpr char32_t kInvalid = 0xFFFFFFFF;

// Decodes the UTF-8 sequence at `at` and moves past it. Returns kInvalid for an invalid byte, and moves past that byte only.
char32_t NextCodePoint(std::string_view text, size_t& at);

// Makes text from others safe to show on one line of a terminal or a log. Each line break and tab becomes a space. Any other control,
// bidi control or invisible character, noncharacter, and byte that is not UTF-8 becomes U+FFFD. Joiners, variation selectors and
// tags stay where they belong to the character before them: in emoji, and in words of scripts that need them. The rule is the same
// in all of Parley's clients; docs/reference/text.md has it.
std::string Printable(std::string_view text);
