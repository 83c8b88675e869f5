package parley

import (
	"strings"
	"unicode/utf8"
)

const (
	replacement  = '\uFFFD'
	nonJoiner    = 0x200C
	joiner       = 0x200D
	keycap       = 0x20E3
	textStyle    = 0xFE0E
	emojiStyle   = 0xFE0F
	blackFlag    = 0x1F3F4
	cancelTag    = 0xE007F
	minFlagTags  = 3
	maxFlagTags  = 6
	invalidBytes = -1
)

// codeRange is a range of code points, with both ends.
type codeRange struct{ first, last rune }

// The sets of the rule in docs/reference/text.md.
var (
	// Controls, bidi controls, and what has no shape of its own. Noncharacters are in isHidden.
	hidden = []codeRange{
		{0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5},
		{0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0F},
		{0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
	}
	// What emoji begin with, or are joined with.
	pictographs = []codeRange{
		{0x00A9, 0x00A9}, {0x00AE, 0x00AE}, {0x203C, 0x203C}, {0x2049, 0x2049}, {0x2122, 0x2122}, {0x2139, 0x2139}, {0x2190, 0x21FF},
		{0x2300, 0x23FF}, {0x24C2, 0x24C2}, {0x25A0, 0x27BF}, {0x2900, 0x297F}, {0x2B00, 0x2BFF}, {0x3030, 0x3030}, {0x303D, 0x303D},
		{0x3297, 0x3297}, {0x3299, 0x3299}, {0x1F000, 0x1F1E5}, {0x1F200, 0x1FAFF},
	}
	// Scripts whose words need joiners: Arabic and those near it, the scripts of India and South-East Asia, Mongolian.
	joinedScripts = []codeRange{
		{0x0620, 0x0DFF}, {0x1000, 0x109F}, {0x1700, 0x18AF}, {0x1900, 0x1C4F}, {0x1CD0, 0x1CFF}, {0xA800, 0xA95F}, {0xA980, 0xAAFF},
		{0xABC0, 0xABFF}, {0x10A00, 0x11FFF}, {0x1E900, 0x1E95F},
	}
	// Characters with an old or regional form, which one of the selectors U+FE00 to U+FE0D chooses.
	varied = []codeRange{
		{0x1000, 0x109F}, {0x2200, 0x22FF}, {0x2A00, 0x2AFF}, {0x3001, 0x3002}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA840, 0xA87F},
		{0xAA60, 0xAA7F}, {0xF900, 0xFAFF}, {0xFF01, 0xFF1F}, {0x10AC0, 0x10AFF}, {0x13000, 0x1345F}, {0x20000, 0x3FFFF},
	}
	ideographs       = []codeRange{{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}}
	mongolianLetters = []codeRange{{0x1820, 0x18AA}}
	selectors        = []codeRange{{0x180B, 0x180F}, {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}}
	flagTags         = []codeRange{{0xE0030, 0xE0039}, {0xE0061, 0xE007A}}
)

// Printable makes text from others safe to show on one line of a terminal or a log. Each line break and tab becomes a space. Any other
// control, bidi control or invisible character, noncharacter, and byte that is not UTF-8 becomes U+FFFD. Joiners, variation
// selectors and tags stay where they belong to the character before them: in emoji, and in words of scripts that need them. The
// rule is the same in all of Parley's clients; docs/reference/text.md has it.
func Printable(text string) string {
	var safe strings.Builder
	var base rune // the last character that stayed as it is and is not a selector; 0 if there is none
	hasSelector := false
	for at := 0; at < len(text); {
		code, size := decode(text[at:])
		if code == blackFlag {
			size += tagsAfter(text[at+size:])
		}
		next, _ := decode(text[at+size:])
		switch {
		case isBreak(code):
			safe.WriteByte(' ')
			base, hasSelector = ' ', false
		case isHidden(code) && !belongs(code, base, next, hasSelector):
			safe.WriteRune(replacement)
			base, hasSelector = 0, false
		default:
			safe.WriteString(text[at : at+size])
			if isIn(selectors, code) {
				hasSelector = true
			} else {
				// A skin tone changes the pictograph before it, and alone is none.
				if isSkinTone(code) && !isIn(pictographs, base) {
					code = 0
				}
				base, hasSelector = code, false
			}
		}
		at += size
	}
	return safe.String()
}

func isSkinTone(code rune) bool {
	return code >= 0x1F3FB && code <= 0x1F3FF
}

// belongs returns whether a hidden character belongs to the character before it.
func belongs(code, base, next rune, hasSelector bool) bool {
	switch {
	case code == joiner:
		return isIn(pictographs, base) && isIn(pictographs, next) || isIn(joinedScripts, base)
	case code == nonJoiner:
		return isIn(joinedScripts, base)
	case !isIn(selectors, code) || hasSelector:
		return false
	case code == textStyle || code == emojiStyle:
		return isIn(pictographs, base) || next == keycap && isKey(base)
	case code <= 0x180F:
		return isIn(mongolianLetters, base)
	case code < textStyle:
		return isIn(varied, base)
	}
	return isIn(ideographs, base)
}

// decode returns the first character and its size: 0 if there is none, invalidBytes for a byte that is not UTF-8.
func decode(text string) (rune, int) {
	code, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return 0, 0
	}
	if code == utf8.RuneError && size == 1 {
		return invalidBytes, 1
	}
	return code, size
}

// tagsAfter returns the size of the tags that make a flag of the black flag before them; 0 if they do not.
func tagsAfter(text string) int {
	for at, tags := 0, 0; ; tags++ {
		code, size := decode(text[at:])
		at += size
		if !isIn(flagTags, code) {
			if code == cancelTag && tags >= minFlagTags && tags <= maxFlagTags {
				return at
			}
			return 0
		}
	}
}

func isHidden(code rune) bool {
	return code == invalidBytes || isIn(hidden, code) || code&0xFFFE == 0xFFFE
}

func isBreak(code rune) bool {
	return code >= 0x09 && code <= 0x0D || code == 0x85 || code == 0x2028 || code == 0x2029
}

func isKey(code rune) bool {
	return code >= '0' && code <= '9' || code == '#' || code == '*'
}

func isIn(set []codeRange, code rune) bool {
	for _, r := range set {
		if code <= r.last {
			return code >= r.first
		}
	}
	return false
}
