package parley

import (
	"fmt"
	"strconv"
	"strings"

	v1 "parley/v1"
)

// Error says that something was refused, or the session ended, for good.
type Error struct {
	Code   v1.Code
	Reason string
}

func (e *Error) Error() string { return e.CodeName() + ": " + e.Reason }

// CodeName is the code as people and logs name it; one that this client does not know is a number.
func (e *Error) CodeName() string { return strings.TrimPrefix(e.Code.String(), "CODE_") }

// Position is how far a reader is in a room; as text EPOCH:SEQUENCE.
type Position struct {
	Epoch    string
	Sequence int64
}

func (p Position) String() string { return fmt.Sprintf("%s:%d", p.Epoch, p.Sequence) }

// ParsePosition reads what String wrote.
func ParsePosition(text string) (Position, error) {
	colon := strings.LastIndexByte(text, ':')
	sequence, err := strconv.ParseInt(text[colon+1:], 10, 64)
	if colon < 0 || err != nil {
		return Position{}, fmt.Errorf("%q is not EPOCH:SEQUENCE", text)
	}
	return Position{text[:colon], sequence}, nil
}

// Event is what somebody said in a room. Keep its position to go on after it in another session. If Reset, nobody said
// anything: the log is another one than before; the room goes on after the position, and what is between is not told.
type Event struct {
	Room      string
	Position  Position
	User      string
	TimeMs    int64
	CommandID string
	Text      string
	Reset     bool
}

// From is where a room begins.
type From func(*v1.Join)

// FromNow begins with what is new.
func FromNow(*v1.Join) {}

// Last begins with the last events of the room.
func Last(events int64) From {
	return func(join *v1.Join) { join.From = &v1.Join_Last{Last: events} }
}

// After goes on after a position.
func After(p Position) From {
	return func(join *v1.Join) {
		join.From = &v1.Join_After{After: &v1.Position{Epoch: p.Epoch, Sequence: p.Sequence}}
	}
}

// Post is something said.
type Post struct {
	ID         string
	room, text string
	sent       bool // on the present stream
	done       chan struct{}
	sequence   int64
	err        error
}

// Wait returns its sequence, or why it was refused.
func (p *Post) Wait() (int64, error) {
	<-p.done
	return p.sequence, p.err
}

func (p *Post) answer(sequence int64, err error) {
	p.sequence, p.err = sequence, err
	close(p.done)
}

func (p *Post) frame() *v1.ClientFrame {
	content := &v1.Content{Kind: &v1.Content_Message{Message: &v1.Message{Text: p.text}}}
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Post{Post: &v1.Post{Room: p.room, CommandId: p.ID, Content: content}}}
}

type room struct {
	join           *v1.Join // enters it: from where the caller said, at first
	begun, refused chan struct{}
	first, last    Position // where it begins; the last event received
	err            error
	joined         bool    // on the present stream
	held           bool    // posts wait because the server has too much to do
	posts          []*Post // without an answer, in the order they were said
}

func (r *room) hasBegun() bool { return r.last.Epoch != "" }

func (r *room) enter() *v1.ClientFrame {
	if r.hasBegun() {
		After(r.last)(r.join)
	}
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Join{Join: &v1.Join{Room: r.join.Room, From: r.join.From}}}
}

// find returns where the post is that an answer is for: most often the first, for answers come in order; or -1.
func (r *room) find(id string) int {
	for i, post := range r.posts {
		if post.ID == id && post.sent {
			return i
		}
	}
	return -1
}

func (r *room) failPosts(err error) {
	for _, post := range r.posts {
		post.answer(0, err)
	}
	r.posts = nil
}
