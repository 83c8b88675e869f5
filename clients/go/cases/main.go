// Command cases prints what parley.Printable makes of each line of the input. Both are in hexadecimal, byte by byte. The tests play
// the cases in docs/reference/text.md with it.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"log"
	"os"

	"parley"
)

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		text, err := hex.DecodeString(lines.Text())
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%x\n", parley.Printable(string(text)))
	}
}
