package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var (
	linePattern  = regexp.MustCompile(`^(\w+) ([<>x.])(?: (.*))?$`)
	valuePattern = regexp.MustCompile(`"\$(\w+)"`)

	sentFields = map[string]string{
		"hello": "user protocolVersion", "join": "room last after", "leave": "room", "post": "room commandId content",
		"signal": "room key content",
	}
	hiddenFields = map[string]string{"welcome": "sessionId heartbeatSeconds limits", "rejected": "retryAfterMs"}
)

// player plays one transcript line by line.
type player struct {
	server    string
	clients   map[string]*client
	values    map[string]interface{}
	skipping  map[string]bool // names whose last frame was not played
	notPlayed map[string]bool // already printed
}

func newPlayer(server string) *player {
	return &player{
		server: server, clients: map[string]*client{}, values: map[string]interface{}{},
		skipping: map[string]bool{}, notPlayed: map[string]bool{},
	}
}

func (p *player) play(line string) error {
	parts := linePattern.FindStringSubmatch(line)
	if parts == nil {
		return errors.New("not a line of a transcript")
	}
	name, action, rest := parts[1], parts[2], parts[3]
	if (action == "<" || action == ".") && p.skipping[name] {
		p.printNotPlayed(line)
		return nil
	}
	p.skipping[name] = false
	c := p.clients[name]
	if action == ">" {
		return p.send(name, rest, line)
	}
	if c == nil {
		return fmt.Errorf("%s has no session", name)
	}
	switch action {
	case "<":
		return p.receive(c, rest)
	case "x":
		c.closed = true
		c.closeErr = c.session.Close()
		return nil
	}
	if !c.closed || c.closeErr != nil || rest != "OK" {
		return fmt.Errorf("closed: %v, error: %v", c.closed, c.closeErr)
	}
	if remaining := c.remaining(); len(remaining) > 0 {
		return fmt.Errorf("the transcript leaves out %v", remaining)
	}
	return nil
}

func (p *player) send(name, text, line string) error {
	kind, frame, err := p.parseWithValues(text)
	c := p.clients[name]
	switch {
	case err != nil:
		return err
	case !canSend(c, kind, frame):
		p.skipping[name] = true
		p.printNotPlayed(line)
		return nil
	}
	for _, field := range frame.fields() {
		if !has(sentFields[kind], field) {
			p.printNotPlayed(kind + "." + field)
		}
	}
	if kind == "hello" {
		p.clients[name], err = connect(p.server, frame.text("user"))
		return err
	}
	return c.call(kind, frame)
}

// parseWithValues reads a frame in which "$name" stands for a value that an earlier line received.
func (p *player) parseWithValues(text string) (string, object, error) {
	var missing error
	text = valuePattern.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := p.values[name[2:len(name)-1]]
		if !ok {
			missing = fmt.Errorf("no earlier line received %s", name)
		}
		inserted, _ := json.Marshal(value)
		return string(inserted)
	})
	if missing != nil {
		return "", nil, missing
	}
	return parse(text)
}

// canSend returns whether the package can send a frame. The package itself sends Hello, once; it fills in a missing command id, and
// posts nothing but messages.
func canSend(c *client, kind string, frame object) bool {
	switch kind {
	case "hello":
		return c == nil && frame.text("protocolVersion") == "1"
	case "post":
		return c != nil && frame.text("commandId") != "" && frame.object("content")["message"] != nil
	}
	return c != nil && sentFields[kind] != ""
}

func (p *player) receive(c *client, text string) error {
	kind, expected, err := parse(text)
	if err != nil {
		return err
	}
	actual, err := c.next(kind, expected)
	if err != nil {
		return err
	}
	if actual.kind != kind {
		return fmt.Errorf("got %v", actual)
	}
	for _, field := range expected.fields() {
		path := kind + "." + field
		if has(hiddenFields[kind], field) {
			p.printNotPlayed(path)
		} else if err := p.match(expected[field], actual.fields[field], path); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) match(expected, actual interface{}, path string) error {
	switch value := expected.(type) {
	case map[string]interface{}:
		fields, _ := actual.(map[string]interface{})
		for field := range value {
			if err := p.match(value[field], fields[field], path+"."+field); err != nil {
				return err
			}
		}
		return nil
	case []interface{}:
		items, _ := actual.([]interface{})
		if len(items) != len(value) {
			return fmt.Errorf("%s is %v", path, actual)
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
				p.values[value[1:]] = actual
			}
			expected = p.values[value[1:]]
		}
	}
	if actual == nil || expected != "*" && expected != actual {
		return fmt.Errorf("%s is %v, not %v", path, actual, expected)
	}
	return nil
}

// printNotPlayed prints each line or field once.
func (p *player) printNotPlayed(what string) {
	if !p.notPlayed[what] {
		p.notPlayed[what] = true
		fmt.Println("not played:", what)
	}
}

func has(fields, field string) bool { return strings.Contains(" "+fields+" ", " "+field+" ") }
