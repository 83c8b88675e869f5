// Command session is a room in a terminal or a pipe: it posts every line of its input and prints what happens in the room.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"parley"
)

const (
	usage       = "usage: session --user NAME [--room NAME] [--server HOST:PORT] [--after EPOCH:SEQUENCE | --last N] [--json]"
	connectTime = 20 * time.Second
)

type arguments struct {
	user, room, server string
	from               parley.From
	json               bool
}

func main() {
	given, err := parse()
	if err != nil {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	log.SetFlags(0)
	log.SetPrefix("session: ")
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	code, err := run(given, interrupt)
	if err != nil {
		log.Print(printable(err.Error()))
	}
	os.Exit(code)
}

func parse() (arguments, error) {
	flags := flag.NewFlagSet("session", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	user := flags.String("user", "", "")
	room := flags.String("room", "lobby", "")
	server := flags.String("server", "localhost:50051", "")
	after := flags.String("after", "", "")
	last := flags.Int64("last", -1, "")
	asJSON := flags.Bool("json", false, "")
	err := flags.Parse(os.Args[1:])
	from := parley.FromNow
	switch {
	case err != nil:
	case *user == "" || flags.NArg() > 0 || *after != "" && *last >= 0:
		err = errors.New(usage)
	case *after != "":
		var position parley.Position
		position, err = parley.ParsePosition(*after)
		from = parley.After(position)
	case *last >= 0:
		from = parley.Last(*last)
	}
	address := strings.TrimSuffix(strings.TrimPrefix(*server, "http://"), "/")
	return arguments{*user, *room, address, from, *asJSON}, err
}

// run stays in the room until the input ends and everything said has come back; it returns the exit code.
func run(given arguments, interrupt <-chan os.Signal) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), connectTime)
	defer cancel()
	session, err := parley.Connect(ctx, given.server, given.user)
	if err == context.DeadlineExceeded {
		err = fmt.Errorf("cannot reach %s", given.server)
	}
	if err != nil {
		return 1, err
	}
	joined, err := session.Join(context.Background(), given.room, given.from)
	if err != nil {
		return 1, err
	}
	out := newPrinter(given.json, joined.Position)
	code := 0
	interrupted := make(chan struct{})
	go func() {
		<-interrupt
		close(interrupted)
		session.Close()
	}()
	go func() {
		if !post(session, given.room, out) {
			code = 1
		}
		session.Close()
	}()
	for {
		item, err := session.Next()
		if err == nil {
			out.item(item)
			continue
		}
		out.end()
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

// post says every line, waits for the answers and for the own last event, and tells whether all were accepted.
func post(session *parley.Session, room string, out *printer) bool {
	posts := make(chan *parley.Post, 1000)
	go func() {
		defer close(posts)
		for lines := bufio.NewReader(os.Stdin); ; {
			line, end := lines.ReadString('\n')
			if line = strings.TrimRight(line, "\r\n"); line != "" || end == nil {
				post, err := session.Say(room, strings.ToValidUTF8(line, "\ufffd"))
				if err != nil {
					return // Next says why the session ended
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
		out.answer(post, sequence, err)
		if err != nil {
			all = false
		} else if sequence > last {
			last = sequence
		}
	}
	out.waitFor(last)
	return all
}

type eventLine struct {
	Room      string `json:"room"`
	Sequence  int64  `json:"sequence"`
	User      string `json:"user"`
	TimeMs    int64  `json:"time_ms"`
	CommandID string `json:"command_id"`
	Text      string `json:"text"`
}

// object is what else is printed for programs.
type object map[string]interface{}

// printer prints JSON for programs or lines for people, and knows how far the events it printed go.
type printer struct {
	json     bool
	mu       sync.Mutex
	moved    *sync.Cond
	position parley.Position
	epoch    string // at first
}

func newPrinter(asJSON bool, position parley.Position) *printer {
	p := &printer{json: asJSON, position: position, epoch: position.Epoch}
	p.moved = sync.NewCond(&p.mu)
	p.end()
	return p
}

func (p *printer) item(item parley.Item) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch item := item.(type) {
	case parley.Reset:
		p.print(object{"reset": item.Room, "position": item.Position.String()},
			fmt.Sprintf("-- another log, after %v", item.Position))
		p.position = item.Position
	case parley.Event:
		at := time.UnixMilli(item.TimeMs).Format("15:04:05")
		line := eventLine{item.Room, item.Position.Sequence, item.User, item.TimeMs, item.CommandID, item.Text}
		p.print(line, fmt.Sprintf("[%s] %s: %s", at, printable(item.User), printable(item.Text)))
		p.position = item.Position
	}
	p.moved.Broadcast()
}

func (p *printer) answer(post *parley.Post, sequence int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var refusal *parley.Error
	if errors.As(err, &refusal) {
		p.print(object{"refused": post.ID, "code": refusal.CodeName(), "reason": refusal.Reason},
			"-- refused: "+printable(refusal.Error()))
	} else if err == nil && p.json {
		p.print(object{"accepted": post.ID, "sequence": sequence}, "")
	}
}

// waitFor waits until that event was printed; or never will be, because the log is another one.
func (p *printer) waitFor(sequence int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.position.Sequence < sequence && p.position.Epoch == p.epoch {
		p.moved.Wait()
	}
}

func (p *printer) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(object{"position": p.position.String()}, fmt.Sprintf("-- after %v", p.position))
}

func (p *printer) print(forPrograms interface{}, forPeople string) {
	if p.json {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetEscapeHTML(false)
		encoder.Encode(forPrograms)
	} else {
		fmt.Println(forPeople)
	}
}

// printable makes text from the network safe for a terminal, on one line.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return utf8.RuneError
		}
		return r
	}, text)
}
