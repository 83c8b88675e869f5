#include "printable.h"

#include <algorithm>
#include <vector>

namespace {

constexpr char32_t kNonJoiner = 0x200C, kJoiner = 0x200D, kKeycap = 0x20E3, kTextStyle = 0xFE0E, kEmojiStyle = 0xFE0F;
constexpr char32_t kBlackFlag = 0x1F3F4, kCancelTag = 0xE007F;
constexpr size_t kMinFlagTags = 3, kMaxFlagTags = 6;

// A range of code points, with both ends.
struct CodeRange {
  char32_t first, last;
};
using CodeRanges = std::vector<CodeRange>;

// The sets of the rule in docs/reference/text.md.

// Controls, bidi controls, and what has no shape of its own. Noncharacters are in IsHidden.
const CodeRanges kHidden{
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};
// What emoji begin with, or are joined with.
const CodeRanges kPictographs{
    {0x00A9, 0x00A9}, {0x00AE, 0x00AE}, {0x203C, 0x203C}, {0x2049, 0x2049}, {0x2122, 0x2122}, {0x2139, 0x2139},
    {0x2190, 0x21FF}, {0x2300, 0x23FF}, {0x24C2, 0x24C2}, {0x25A0, 0x27BF}, {0x2900, 0x297F}, {0x2B00, 0x2BFF},
    {0x3030, 0x3030}, {0x303D, 0x303D}, {0x3297, 0x3297}, {0x3299, 0x3299}, {0x1F000, 0x1F1E5}, {0x1F200, 0x1FAFF},
};
// Scripts whose words need joiners: Arabic and those near it, the scripts of India and South-East Asia, Mongolian.
const CodeRanges kJoinedScripts{
    {0x0620, 0x0DFF}, {0x1000, 0x109F}, {0x1700, 0x18AF}, {0x1900, 0x1C4F},   {0x1CD0, 0x1CFF},
    {0xA800, 0xA95F}, {0xA980, 0xAAFF}, {0xABC0, 0xABFF}, {0x10A00, 0x11FFF}, {0x1E900, 0x1E95F},
};
// Characters with an old or regional form, which one of the selectors U+FE00 to U+FE0D chooses.
const CodeRanges kVaried{
    {0x1000, 0x109F}, {0x2200, 0x22FF}, {0x2A00, 0x2AFF}, {0x3001, 0x3002}, {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA840, 0xA87F},
    {0xAA60, 0xAA7F}, {0xF900, 0xFAFF}, {0xFF01, 0xFF1F}, {0x10AC0, 0x10AFF}, {0x13000, 0x1345F}, {0x20000, 0x3FFFF},
};
const CodeRanges kIdeographs{{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};
const CodeRanges kMongolianLetters{{0x1820, 0x18AA}};
const CodeRanges kSelectors{{0x180B, 0x180F}, {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}};
const CodeRanges kRegionTags{{0xE0030, 0xE0039}, {0xE0061, 0xE007A}};

bool IsIn(const CodeRanges& set, char32_t code) {
  const auto range = std::lower_bound(set.begin(), set.end(), code, [](CodeRange r, char32_t c) { return r.last < c; });
  return range != set.end() && range->first <= code;
}

bool IsHidden(char32_t code) { return code == kInvalid || IsIn(kHidden, code) || (code & 0xFFFE) == 0xFFFE; }

bool IsBreak(char32_t code) { return (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0x2028 || code == 0x2029; }

bool IsKey(char32_t code) { return (code >= '0' && code <= '9') || code == '#' || code == '*'; }

// Whether a hidden character belongs to the character before it.
bool Belongs(char32_t code, char32_t base, char32_t next, bool has_selector) {
  if (code == kJoiner) return (IsIn(kPictographs, base) && IsIn(kPictographs, next)) || IsIn(kJoinedScripts, base);
  if (code == kNonJoiner) return IsIn(kJoinedScripts, base);
  if (!IsIn(kSelectors, code) || has_selector) return false;
  if (code == kTextStyle || code == kEmojiStyle) return IsIn(kPictographs, base) || (next == kKeycap && IsKey(base));
  if (code <= 0x180F) return IsIn(kMongolianLetters, base);
  return IsIn(code < kTextStyle ? kVaried : kIdeographs, base);
}

// The end of the tags at `at` that make a flag of the black flag before them; `at` if they do not.
size_t EndOfTags(std::string_view text, const size_t at) {
  size_t end = at, tags = 0;
  for (; end < text.size(); ++tags) {
    const char32_t code = NextCodePoint(text, end);
    if (IsIn(kRegionTags, code)) continue;
    return code == kCancelTag && tags >= kMinFlagTags && tags <= kMaxFlagTags ? end : at;
  }
  return at;
}

}  // namespace

char32_t NextCodePoint(std::string_view text, size_t& at) {
  const unsigned char lead = text[at++];
  if (lead < 0x80) return lead;
  const size_t more = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
  if (more == 0 || at + more > text.size()) return kInvalid;
  char32_t code = lead & (0x3F >> more);
  for (size_t i = 0; i < more; ++i) {
    if ((text[at + i] & 0xC0) != 0x80) return kInvalid;
    code = code << 6 | (text[at + i] & 0x3F);
  }
  const bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return kInvalid;
  at += more;
  return code;
}

std::string Printable(std::string_view text) {
  std::string safe;
  char32_t base = 0;  // the last character that stayed as it is and is not a selector; 0 if there is none
  bool has_selector = false;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const char32_t code = NextCodePoint(text, at);
    if (code == kBlackFlag) at = EndOfTags(text, at);
    size_t after = at;
    const char32_t next = after < text.size() ? NextCodePoint(text, after) : 0;
    if (IsBreak(code)) {
      safe += ' ';
      base = ' ', has_selector = false;
    } else if (IsHidden(code) && !Belongs(code, base, next, has_selector)) {
      safe += "\uFFFD";
      base = 0, has_selector = false;
    } else {
      safe += text.substr(start, at - start);
      has_selector = IsIn(kSelectors, code);
      // A skin tone changes the pictograph before it, and alone is none.
      const bool alone = code >= 0x1F3FB && code <= 0x1F3FF && !IsIn(kPictographs, base);
      if (!has_selector) base = alone ? 0 : code;
    }
  }
  return safe;
}
