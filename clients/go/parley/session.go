// Package parley holds sessions with a Parley server: durable rooms over one stream, which is opened again whenever it
// breaks.
//
//	session, err := parley.Connect(ctx, "localhost:50051", "ada")
//	position, err := session.Join(ctx, "lobby", parley.Last(10))
//	post, err := session.Say("lobby", "Hello!")
//	sequence, err := post.Wait()
//	for {
//		event, err := session.Next()
//		...
//	}
//
// Broken connections and restarted servers lose, double and reorder nothing. Two rules make it so: a room is joined again
// after the last event that arrived, and posts without an answer are sent again in their order with their ids, by which
// the server knows those it has already.
package parley

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	v1 "parley/v1"
)

// ErrClosed is why a session ended that was closed.
var ErrClosed = errors.New("the session is closed")

// Session is a user in any number of rooms. It may be used from several goroutines.
type Session struct {
	server, user, id string
	welcomed         chan struct{} // closed at the first Welcome
	over             chan struct{} // closed when err is set
	finished         chan struct{} // closed when the last stream is

	mu        sync.Mutex // guards what follows
	rooms     map[string]*room
	events    []Event
	arrived   *sync.Cond // more events, or err
	err       error      // why the session ended
	number    int        // of the last command id
	limits    *v1.Limits
	heartbeat time.Duration
	failures  int // since a room was last joined
	now       *stream
}

// Connect returns a session that the server has welcomed. It tries until ctx is done, which has no meaning afterwards.
func Connect(ctx context.Context, server, user string) (*Session, error) {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return nil, err
	}
	s := &Session{
		server: server, user: user, id: hex.EncodeToString(id), rooms: map[string]*room{}, heartbeat: helloHeartbeat,
		welcomed: make(chan struct{}), over: make(chan struct{}), finished: make(chan struct{}),
	}
	s.arrived = sync.NewCond(&s.mu)
	go s.run()
	select {
	case <-s.welcomed:
		return s, nil
	case <-s.over:
		return nil, s.err
	case <-ctx.Done():
		s.Close()
		return nil, ctx.Err()
	}
}

// Join enters a room, After a position, with its Last events or FromNow on, and returns the position where it begins.
func (s *Session) Join(ctx context.Context, name string, from From) (Position, error) {
	r := &room{join: &v1.Join{Room: name}, begun: make(chan struct{}), refused: make(chan struct{})}
	from(r.join)
	if err := s.enter(r); err != nil {
		return Position{}, err
	}
	select {
	case <-r.begun:
		return r.first, nil
	case <-r.refused:
		return Position{}, r.err
	case <-s.over:
		return Position{}, s.err
	case <-ctx.Done():
		return Position{}, ctx.Err()
	}
}

func (s *Session) enter(r *room) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	if s.rooms[r.join.Room] != nil {
		return &Error{v1.Code_CODE_ALREADY_JOINED, "the session is in " + r.join.Room + " already"}
	}
	s.rooms[r.join.Room] = r
	if s.now.welcome {
		s.now.send(r.enter())
	}
	return nil
}

// Say posts, now or when the room is joined again; in the order of the calls, except that what the server has no time for
// is sent again later, after what it took meanwhile.
func (s *Session) Say(room, text string) (*Post, error) { return s.SayAs(room, text, "") }

// SayAs posts with a command id of your own: one that you keep with the text outlives your process.
func (s *Session) SayAs(room, text, id string) (*Post, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		s.number++
		id = fmt.Sprintf("%s-%d", s.id, s.number)
	}
	r := s.rooms[room]
	post := &Post{ID: id, room: room, text: text, done: make(chan struct{})}
	switch {
	case s.err != nil:
		return nil, s.err
	case r == nil:
		return nil, &Error{v1.Code_CODE_NOT_JOINED, "join " + room + " first"}
	case len(text) > int(s.limits.TextBytes):
		post.answer(0, &Error{v1.Code_CODE_TEXT_TOO_LONG, fmt.Sprintf("more than %d bytes", s.limits.TextBytes)})
	default:
		r.posts = append(r.posts, post)
		s.sendPosts(r)
	}
	return post, nil
}

// Next waits for the next event of any room; events wait in memory until they are taken. After the last one it returns why
// the session ended.
func (s *Session) Next() (Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.events) == 0 {
		if s.err != nil {
			return Event{}, s.err
		}
		s.arrived.Wait()
	}
	event := s.events[0]
	s.events = s.events[1:]
	return event, nil
}

// Close leaves. Posts without an answer fail, though the server may have them.
func (s *Session) Close() {
	s.mu.Lock()
	s.end(ErrClosed)
	s.mu.Unlock()
	<-s.finished
}

func (s *Session) end(err error) {
	if s.err != nil {
		return
	}
	s.err = err
	close(s.over)
	s.arrived.Broadcast()
	for _, r := range s.rooms {
		r.failPosts(err)
	}
}
