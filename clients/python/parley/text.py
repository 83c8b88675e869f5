"""Text from others, made safe to print. The sets are those of the rule in docs/reference/text.md."""

from bisect import bisect_right

NON_JOINER, JOINER, KEYCAP, TEXT_STYLE, EMOJI_STYLE = 0x200C, 0x200D, 0x20E3, 0xFE0E, 0xFE0F
BLACK_FLAG, CANCEL_TAG = 0x1F3F4, 0xE007F
FLAG_TAGS = range(3, 7)
BREAKS = {*range(0x09, 0x0E), 0x85, 0x2028, 0x2029}
KEYS = {ord(key) for key in "0123456789#*"}


class CodeRanges:
    """A set of code points, made of ranges with both ends."""

    def __init__(self, *ranges):
        self._firsts, self._lasts = zip(*ranges)

    def __contains__(self, code):
        found = bisect_right(self._firsts, code) - 1
        return found >= 0 and code <= self._lasts[found]


# Controls, bidi controls, and what has no shape of its own. Noncharacters are in _is_hidden.
HIDDEN = CodeRanges(
    (0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
SKIN_TONES = range(0x1F3FB, 0x1F400)
# What emoji begin with, or are joined with.
PICTOGRAPHS = CodeRanges(
    (0x00A9, 0x00A9), (0x00AE, 0x00AE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139), (0x2190, 0x21FF),
    (0x2300, 0x23FF), (0x24C2, 0x24C2), (0x25A0, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x3030, 0x3030), (0x303D, 0x303D),
    (0x3297, 0x3297), (0x3299, 0x3299), (0x1F000, 0x1F1E5), (0x1F200, 0x1FAFF),
)
# Scripts whose words need joiners: Arabic and those near it, the scripts of India and South-East Asia, Mongolian.
JOINED_SCRIPTS = CodeRanges(
    (0x0620, 0x0DFF), (0x1000, 0x109F), (0x1700, 0x18AF), (0x1900, 0x1C4F), (0x1CD0, 0x1CFF), (0xA800, 0xA95F), (0xA980, 0xAAFF),
    (0xABC0, 0xABFF), (0x10A00, 0x11FFF), (0x1E900, 0x1E95F),
)
# Characters with an old or regional form, which one of the selectors U+FE00 to U+FE0D chooses.
VARIED = CodeRanges(
    (0x1000, 0x109F), (0x2200, 0x22FF), (0x2A00, 0x2AFF), (0x3001, 0x3002), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA840, 0xA87F),
    (0xAA60, 0xAA7F), (0xF900, 0xFAFF), (0xFF01, 0xFF1F), (0x10AC0, 0x10AFF), (0x13000, 0x1345F), (0x20000, 0x3FFFF),
)
IDEOGRAPHS = CodeRanges((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
MONGOLIAN_LETTERS = CodeRanges((0x1820, 0x18AA))
SELECTORS = CodeRanges((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
REGION_TAGS = CodeRanges((0xE0030, 0xE0039), (0xE0061, 0xE007A))


def printable(text):
    """
    Makes text from others safe to show on one line of a terminal or a log. Each line break and tab becomes a space. Any other control,
    bidi control or invisible character, noncharacter, and a lone surrogate becomes U+FFFD. Joiners, variation selectors and
    tags stay where they belong to the character before them: in emoji, and in words of scripts that need them. The rule is the
    same in all of Parley's clients; docs/reference/text.md has it.
    """
    if text.isascii() and text.isprintable():
        return text
    codes = [ord(char) for char in text]
    safe = []
    base = 0  # the last character that stayed as it is and is not a selector; 0 if there is none
    has_selector = False
    at = 0
    while at < len(codes):
        code, end = codes[at], at + 1
        if code == BLACK_FLAG:
            end += _tags_after(codes, end)
        following = codes[end] if end < len(codes) else 0
        if code in BREAKS:
            safe.append(" ")
            base, has_selector = ord(" "), False
        elif _is_hidden(code) and not _belongs(code, base, following, has_selector):
            safe.append("\ufffd")
            base, has_selector = 0, False
        else:
            safe.append(text[at:end])
            if code in SKIN_TONES and base not in PICTOGRAPHS:
                code = 0  # It changes the pictograph before it, and alone is none.
            base, has_selector = (base, True) if code in SELECTORS else (code, False)
        at = end
    return "".join(safe)


def _belongs(code, base, following, has_selector):
    """Whether a hidden character belongs to the character before it."""
    if code == JOINER:
        return base in PICTOGRAPHS and following in PICTOGRAPHS or base in JOINED_SCRIPTS
    if code == NON_JOINER:
        return base in JOINED_SCRIPTS
    if code not in SELECTORS or has_selector:
        return False
    if code in (TEXT_STYLE, EMOJI_STYLE):
        return base in PICTOGRAPHS or following == KEYCAP and base in KEYS
    if code <= 0x180F:
        return base in MONGOLIAN_LETTERS
    return base in (VARIED if code < TEXT_STYLE else IDEOGRAPHS)


def _tags_after(codes, start):
    """How many tags make a flag of the black flag before them; 0 if they do not."""
    end = start
    while end < len(codes) and codes[end] in REGION_TAGS:
        end += 1
    is_flag = end < len(codes) and codes[end] == CANCEL_TAG and end - start in FLAG_TAGS
    return end + 1 - start if is_flag else 0


def _is_hidden(code):
    return code in HIDDEN or code & 0xFFFE == 0xFFFE
