// Command session is a room in a terminal or a pipe, over the Room contract: it posts each line of the input and prints what
// happens in the room.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"time"

	"parley"
	"terminal"
)

const (
	usage          = "usage: session --user NAME [--room NAME] [--server HOST:PORT] [--after EPOCH:SEQUENCE | --last N] [--json]"
	connectTimeout = 20 * time.Second
)

type arguments struct {
	user, room, server string
	from               parley.From
	json               bool
}

func main() {
	args, err := parseArguments()
	if err != nil {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	log.SetFlags(0)
	log.SetPrefix("session: ")
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	code, err := run(args, interrupt)
	if err != nil {
		log.Print(parley.Printable(err.Error()))
	}
	os.Exit(code)
}

func parseArguments() (arguments, error) {
	flags := terminal.NewFlags()
	after := flags.String("after", "", "")
	last := flags.Int64("last", -1, "")
	asJSON := flags.Bool("json", false, "")
	err := flags.Parse()
	from := parley.FromNow
	switch {
	case err != nil:
	case flags.User == "" || flags.NArg() > 0 || *after != "" && *last >= 0:
		err = errors.New(usage)
	case *after != "":
		var position parley.Position
		position, err = parley.ParsePosition(*after)
		from = parley.After(position)
	case *last >= 0:
		from = parley.Last(*last)
	}
	return arguments{flags.User, flags.Room, flags.Server, from, *asJSON}, err
}

// run stays in the room until the input ends and the last post has come back as an event. It returns the exit code.
func run(args arguments, interrupt <-chan os.Signal) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	session, err := parley.Connect(ctx, args.server, args.user)
	if err == context.DeadlineExceeded {
		err = fmt.Errorf("cannot reach %s", args.server)
	}
	if err != nil {
		return 1, err
	}
	joined, err := session.Join(context.Background(), args.room, args.from)
	if err != nil {
		return 1, err
	}
	out := newPrinter(args.json, joined.Position)
	code := 0
	interrupted := make(chan struct{})
	go func() {
		<-interrupt
		close(interrupted)
		session.Close()
	}()
	go func() {
		if !postLines(session, args.room, out) {
			code = 1
		}
		session.Close()
	}()
	for {
		item, err := session.Next()
		if err == nil {
			out.printItem(item)
			continue
		}
		out.printPosition()
		select {
		case <-interrupted:
			return 130, nil
		default:
		}
		if err != parley.ErrClosed {
			return 1, err
		}
		return code, nil
	}
}

// postLines posts each line of the input and waits for the answers and for the event of the last accepted post. It returns
// whether all posts were accepted.
func postLines(session *parley.Session, room string, out *printer) bool {
	posts := make(chan *parley.Post, 1000)
	go func() {
		defer close(posts)
		for lines := bufio.NewReader(os.Stdin); ; {
			line, end := lines.ReadString('\n')
			if line = strings.TrimRight(line, "\r\n"); line != "" || end == nil {
				post, err := session.Say(room, strings.ToValidUTF8(line, "\ufffd"))
				if err != nil {
					return // Next returns the reason
				}
				posts <- post
			}
			if end != nil {
				return
			}
		}
	}()

	all, last := true, int64(0)
	for post := range posts {
		sequence, err := post.Wait()
		out.printAnswer(post, sequence, err)
		if err != nil {
			all = false
		} else if sequence > last {
			last = sequence
		}
	}
	out.waitFor(last)
	return all
}
