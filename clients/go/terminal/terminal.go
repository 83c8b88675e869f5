// Package terminal holds what the terminal programs have in common.
package terminal

import (
	"flag"
	"io"
	"os"
	"strings"
)

// Flags holds the flags that every program has. A program may add its own.
type Flags struct {
	flag.FlagSet
	User, Room, Server string
}

// NewFlags returns the flags with their defaults. It does not print parsing errors.
func NewFlags() *Flags {
	f := &Flags{}
	f.Init("", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&f.User, "user", "", "")
	f.StringVar(&f.Room, "room", "lobby", "")
	f.StringVar(&f.Server, "server", "localhost:50051", "")
	return f
}

// Parse reads the command line. Server becomes HOST:PORT even if it was given as a URL.
func (f *Flags) Parse() error {
	err := f.FlagSet.Parse(os.Args[1:])
	f.Server = strings.TrimSuffix(strings.TrimPrefix(f.Server, "http://"), "/")
	return err
}
