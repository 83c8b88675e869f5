// Command transcript plays the transcripts in docs/reference/room-contract.md against a server, with the package parley, and fails
// at the first line that does not match. It prints "not played" for lines and fields that the package does not send or expose.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"parley"
)

const timeout = 20 * time.Second

func main() {
	server := flag.String("server", "localhost:50051", "`HOST:PORT`")
	flag.Parse()
	p := newPlayer(*server)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		timer := time.AfterFunc(timeout, func() { fail(line, fmt.Errorf("nothing happened within %v", timeout)) })
		if err := p.play(line); err != nil {
			fail(line, err)
		}
		timer.Stop()
	}
	// Sessions that the transcript left open end with the process.
}

func fail(line string, err error) {
	fmt.Fprintln(os.Stderr, parley.Printable(fmt.Sprintf("transcript: %s: %v", line, err)))
	os.Exit(1)
}
