// Command transcript plays transcripts, which docs/protocol.md explains, with the package parley against a server; it fails
// at the first line that does not come true. What the package never says or shows is told as "not played".
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

const patience = 20 * time.Second

var (
	lineForm  = regexp.MustCompile(`^(\w+) ([<>x.])(?: (.*))?$`)
	valueForm = regexp.MustCompile(`"\$(\w+)"`)

	said = map[string]string{
		"hello": "user protocolVersion", "join": "room last after", "leave": "room", "post": "room commandId content",
		"signal": "room key content",
	}
	notShown = map[string]string{"welcome": "sessionId heartbeatSeconds limits", "rejected": "retryAfterMs"}
)

func main() {
	server := flag.String("server", "localhost:50051", "`HOST:PORT`")
	flag.Parse()
	p := &player{
		server: *server, clients: map[string]*client{}, values: map[string]interface{}{},
		skipping: map[string]bool{}, told: map[string]bool{},
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		late := time.AfterFunc(patience, func() { fail(line, fmt.Errorf("nothing happened in %v", patience)) })
		if err := p.play(line); err != nil {
			fail(line, err)
		}
		late.Stop()
	}
	// Sessions that the transcript left open end with the process.
}

func fail(line string, err error) {
	fmt.Fprintf(os.Stderr, "transcript: %s: %v\n", line, err)
	os.Exit(1)
}

// player plays one transcript, a line after the other.
type player struct {
	server   string
	clients  map[string]*client
	values   map[string]interface{}
	skipping map[string]bool // names whose last frame was not played
	told     map[string]bool
}

func (p *player) play(line string) error {
	parts := lineForm.FindStringSubmatch(line)
	if parts == nil {
		return errors.New("not a line of a transcript")
	}
	name, does, rest := parts[1], parts[2], parts[3]
	if (does == "<" || does == ".") && p.skipping[name] {
		p.tell(line)
		return nil
	}
	p.skipping[name] = false
	c := p.clients[name]
	if does == ">" {
		return p.say(name, rest, line)
	}
	if c == nil {
		return fmt.Errorf("%s has no session", name)
	}
	switch does {
	case "<":
		kind, wanted, err := parse(rest)
		if err != nil {
			return err
		}
		reported, err := c.next(kind, wanted)
		if err != nil {
			return err
		}
		return p.matchReport(kind, wanted, reported)
	case "x":
		c.closed = true
		c.end = c.session.Close()
	default:
		if !c.closed || c.end != nil || rest != "OK" {
			return fmt.Errorf("closed: %v, error: %v", c.closed, c.end)
		}
		if others := c.rest(); len(others) > 0 {
			return fmt.Errorf("there is %v", others)
		}
	}
	return nil
}

func (p *player) say(name, text, line string) error {
	var unbound error
	text = valueForm.ReplaceAllStringFunc(text, func(value string) string {
		bound, ok := p.values[value[2:len(value)-1]]
		if !ok {
			unbound = fmt.Errorf("nothing said yet what %s is", value)
		}
		written, _ := json.Marshal(bound)
		return string(written)
	})
	kind, frame, err := parse(text)
	if unbound != nil {
		err = unbound
	}
	c := p.clients[name]
	switch {
	case err != nil:
		return err
	case !canSay(c, kind, frame):
		p.skipping[name] = true
		p.tell(line)
		return nil
	}
	for _, field := range frame.fields() {
		if !has(said[kind], field) {
			p.tell(kind + "." + field)
		}
	}
	if kind == "hello" {
		p.clients[name], err = connect(p.server, frame.text("user"))
		return err
	}
	return c.call(kind, frame)
}

// canSay knows that the package greets by itself, once, makes command ids where it is given none, and posts only messages.
func canSay(c *client, kind string, frame object) bool {
	switch kind {
	case "hello":
		return c == nil && frame.text("protocolVersion") == "1"
	case "post":
		return c != nil && frame.text("commandId") != "" && frame.object("content")["message"] != nil
	}
	return c != nil && said[kind] != ""
}

func (p *player) matchReport(kind string, wanted object, reported report) error {
	if reported.kind != kind {
		return fmt.Errorf("there is %v", reported)
	}
	for _, field := range wanted.fields() {
		path := kind + "." + field
		if has(notShown[kind], field) {
			p.tell(path)
		} else if err := p.match(wanted[field], reported.fields[field], path); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) match(wanted, found interface{}, path string) error {
	switch value := wanted.(type) {
	case map[string]interface{}:
		fields, _ := found.(map[string]interface{})
		for field := range value {
			if err := p.match(value[field], fields[field], path+"."+field); err != nil {
				return err
			}
		}
		return nil
	case []interface{}:
		items, _ := found.([]interface{})
		if len(items) != len(value) {
			return fmt.Errorf("%s is %v", path, found)
		}
		for i := range value {
			if err := p.match(value[i], items[i], fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		return nil
	case string:
		if strings.HasPrefix(value, "$") {
			if p.values[value[1:]] == nil {
				p.values[value[1:]] = found
			}
			wanted = p.values[value[1:]]
		}
	}
	if found == nil || wanted != "*" && wanted != found {
		return fmt.Errorf("%s is %v, not %v", path, found, wanted)
	}
	return nil
}

// tell says once what is not played.
func (p *player) tell(what string) {
	if !p.told[what] {
		p.told[what] = true
		fmt.Println("not played:", what)
	}
}

func has(fields, field string) bool { return strings.Contains(" "+fields+" ", " "+field+" ") }
