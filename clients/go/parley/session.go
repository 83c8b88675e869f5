// Package parley holds sessions with a Parley server: durable rooms over one stream, which is opened again whenever it
// breaks.
//
//	session, err := parley.Connect(ctx, "localhost:50051", "ada")
//	joined, err := session.Join(ctx, "lobby", parley.Last(10))
//	post, err := session.Say("lobby", "Hello!")
//	sequence, err := post.Wait()
//	for {
//		item, err := session.Next()
//		switch item := item.(type) {
//		case parley.Event:
//			fmt.Println(item.User, item.Text)
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
	"unicode/utf8"

	v1 "parley/v1"
)

const (
	signalKeyBytes = 64
	signalBytes    = 1024
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
	as        string     // the user, as the server knows it
	rooms     map[string]*room
	items     []Item
	arrived   *sync.Cond // more items, or err
	err       error      // why the session ended
	lastEnd   error      // how its last stream did
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

// User is who the server says you are.
func (s *Session) User() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.as
}

// Join enters a room, After a position, with its Last events or FromNow on.
func (s *Session) Join(ctx context.Context, name string, from From) (Joined, error) {
	r := &room{join: &v1.Join{Room: name}, begun: make(chan struct{}), gone: make(chan struct{})}
	from(r.join)
	if err := s.enter(r); err != nil {
		return Joined{}, err
	}
	select {
	case <-r.begun:
		return r.first, nil
	case <-r.gone:
		return Joined{}, r.err
	case <-s.over:
		return Joined{}, s.err
	case <-ctx.Done():
		return Joined{}, ctx.Err()
	}
}

// Leave leaves a room once everything said in it is answered. What happens in the room until then is delivered.
func (s *Session) Leave(ctx context.Context, name string) error {
	r, err := s.beginLeave(name)
	if err != nil {
		return err
	}
	select {
	case <-r.gone:
		return nil
	case <-s.over:
		return s.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Session) beginLeave(name string) (*room, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.find(name)
	if err == nil {
		r.leaving = true
		s.leaveIfDone(r)
	}
	return r, err
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
	r, err := s.find(room)
	if err != nil {
		return nil, err
	}
	post := &Post{ID: id, room: room, text: text, done: make(chan struct{})}
	if len(text) > int(s.limits.TextBytes) {
		post.answer(0, &Error{v1.Code_CODE_TEXT_TOO_LONG, fmt.Sprintf("more than %d bytes", s.limits.TextBytes)})
	} else {
		r.posts = append(r.posts, post)
		s.sendPosts(r)
	}
	return post, nil
}

// Signal shows something passing, such as typing, to everybody else in a room. Nobody says whether it arrived; without a
// connection it is dropped.
func (s *Session) Signal(room, key string, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.find(room)
	switch {
	case err != nil:
		return err
	case key == "" || len(key) > signalKeyBytes || !utf8.ValidString(key) || len(content) > signalBytes:
		reason := fmt.Sprintf("a signal has a key of 1 to %d bytes and a content of at most %d", signalKeyBytes, signalBytes)
		return &Error{v1.Code_CODE_INVALID, reason}
	case r.joined:
		signal := &v1.Signal{Room: room, Key: key, Content: content}
		s.now.send(&v1.ClientFrame{Frame: &v1.ClientFrame_Signal{Signal: signal}})
	}
	return nil
}

// find returns a room in which something can be said.
func (s *Session) find(name string) (*room, error) {
	r := s.rooms[name]
	switch {
	case s.err != nil:
		return nil, s.err
	case r == nil || r.leaving:
		return nil, notJoined(name)
	}
	return r, nil
}

// Next waits for what happens next in any room; it waits in memory until it is taken. After the last it returns why the
// session ended.
func (s *Session) Next() (Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.items) == 0 {
		if s.err != nil {
			return nil, s.err
		}
		s.arrived.Wait()
	}
	item := s.items[0]
	s.items = s.items[1:]
	return item, nil
}

// Close leaves. Posts without an answer fail, though the server may have them. An error says that the server was away, or
// did not end the session in time; there is nothing left to do about it.
func (s *Session) Close() error {
	s.mu.Lock()
	s.end(ErrClosed)
	s.mu.Unlock()
	<-s.finished
	if s.lastEnd == errEnded {
		return nil
	}
	return s.lastEnd
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
