package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"parley"
)

type eventLine struct {
	Room      string `json:"room"`
	Sequence  int64  `json:"sequence"`
	User      string `json:"user"`
	TimeMs    int64  `json:"time_ms"`
	CommandID string `json:"command_id"`
	Text      string `json:"text"`
}

// object is any other line in JSON.
type object map[string]interface{}

// printer prints JSON for programs or lines for people, and knows the position of the last event it printed.
type printer struct {
	json     bool
	mu       sync.Mutex
	moved    *sync.Cond
	position parley.Position
	isReset  bool // the log was replaced: events posted before may never be printed
}

func newPrinter(asJSON bool, position parley.Position) *printer {
	p := &printer{json: asJSON, position: position}
	p.moved = sync.NewCond(&p.mu)
	p.printPosition()
	return p
}

func (p *printer) printItem(item parley.Item) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch item := item.(type) {
	case parley.Reset:
		p.print(object{"reset": item.Room, "position": item.Position.String()},
			fmt.Sprintf("-- the log was replaced; it continues after %v", item.Position))
		p.position, p.isReset = item.Position, true
	case parley.Event:
		at := time.UnixMilli(item.TimeMs).Format("15:04:05")
		line := eventLine{item.Room, item.Position.Sequence, item.User, item.TimeMs, item.CommandID, item.Text}
		p.print(line, fmt.Sprintf("[%s] %s: %s", at, parley.Printable(item.User), parley.Printable(item.Text)))
		p.position = item.Position
	}
	p.moved.Broadcast()
}

func (p *printer) printAnswer(post *parley.Post, sequence int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var refusal *parley.Error
	if errors.As(err, &refusal) {
		p.print(object{"refused": post.ID, "code": refusal.CodeName(), "reason": refusal.Reason},
			"-- refused: "+parley.Printable(refusal.Error()))
	} else if err == nil && p.json {
		p.print(object{"accepted": post.ID, "sequence": sequence}, "")
	}
}

func (p *printer) printPosition() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(object{"position": p.position.String()}, fmt.Sprintf("-- after %v", p.position))
}

// waitFor waits until the event with this sequence is printed, or until it may never be, because the log was replaced.
func (p *printer) waitFor(sequence int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.position.Sequence < sequence && !p.isReset {
		p.moved.Wait()
	}
}

func (p *printer) print(forPrograms interface{}, forPeople string) {
	if p.json {
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		encoder.Encode(forPrograms)
		fmt.Print(escapeControls(line.String()))
	} else {
		fmt.Println(forPeople)
	}
}

// escapeControls escapes the control characters that encoding/json leaves as they are.
func escapeControls(line string) string {
	var escaped strings.Builder
	for _, r := range line {
		if r >= 0x7F && r <= 0x9F {
			fmt.Fprintf(&escaped, "\\u%04x", r)
		} else {
			escaped.WriteRune(r)
		}
	}
	return escaped.String()
}
