// Package parley provides sessions with a Parley server over the Room contract.
//
// A session is one user in any number of rooms, over one stream. When the stream breaks, the session opens a new one.
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
// A broken connection or a restarted server never loses, duplicates or reorders an event. Two rules ensure this: the session
// joins each room again after the last event it received, and it sends unanswered posts again in their original order with the
// same command ids, so the server recognizes those it has already stored.
package parley

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"sync"
	"time"
	"unicode/utf8"

	v1 "parley/v1"
)

const (
	maxSignalKeyBytes = 64
	maxSignalBytes    = 1024
)

// Session is one user in any number of rooms, created by Connect. It may be used from several goroutines.
type Session struct {
	server, requestedUser, id string
	welcomed                  chan struct{} // closed at the first Welcome
	ended                     chan struct{} // closed when err is set
	stopped                   chan struct{} // closed after the last stream

	mu            sync.Mutex // guards the fields below
	user          string     // as the server knows it
	rooms         map[string]*room
	items         []Item
	arrived       *sync.Cond // there are items, or err is set
	err           error      // why the session ended
	lastStreamErr error      // how its last stream ended
	lastNumber    int        // in a command id
	limits        *v1.Limits // from the last Welcome
	heartbeat     time.Duration
	failures      int     // since a room was last joined
	stream        *stream // the open one, or the last
}

// Connect returns a session once the server has welcomed it. It keeps trying until ctx is done. Once Connect has returned, ctx has no
// effect.
func Connect(ctx context.Context, server, user string) (*Session, error) {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return nil, err
	}
	s := &Session{
		server: server, requestedUser: user, id: hex.EncodeToString(id), rooms: map[string]*room{}, heartbeat: initialHeartbeat,
		welcomed: make(chan struct{}), ended: make(chan struct{}), stopped: make(chan struct{}),
	}
	s.arrived = sync.NewCond(&s.mu)
	go s.run()
	select {
	case <-s.welcomed:
		return s, nil
	case <-s.ended:
		return nil, s.err
	case <-ctx.Done():
		s.Close()
		return nil, ctx.Err()
	}
}

// User returns the user's name as the server knows it.
func (s *Session) User() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.user
}

// Join joins a room. The argument from says where reading the room begins: see After, Last and FromNow.
func (s *Session) Join(ctx context.Context, name string, from From) (Joined, error) {
	r := newRoom(name, from)
	if err := s.addRoom(r); err != nil {
		return Joined{}, err
	}
	select {
	case <-r.entered:
		return r.first, nil
	case <-r.removed:
		return Joined{}, r.err
	case <-s.ended:
		return Joined{}, s.err
	case <-ctx.Done():
		return Joined{}, ctx.Err()
	}
}

func (s *Session) addRoom(r *room) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	if s.rooms[r.name] != nil {
		return &Error{v1.Code_CODE_ALREADY_JOINED, "the session has already joined " + r.name}
	}
	s.rooms[r.name] = r
	if s.stream.welcome {
		s.stream.send(joinFrame(r.join()))
	}
	return nil
}

// Leave leaves a room once all posts in it are answered. Until then, what happens in the room is still delivered.
func (s *Session) Leave(ctx context.Context, name string) error {
	r, err := s.beginLeave(name)
	if err != nil {
		return err
	}
	select {
	case <-r.removed:
		return nil
	case <-s.ended:
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

// Say posts a text now, or as soon as the room is joined again. Posts keep the order of the calls, with one exception: a post that
// the server is too busy to take is sent again later, after posts it took in the meantime.
func (s *Session) Say(room, text string) (*Post, error) { return s.SayAs(room, text, "") }

// SayAs posts with a command id of your own. To retry safely even after your process restarts, store the text with the id.
func (s *Session) SayAs(room, text, id string) (*Post, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		s.lastNumber++
		id = fmt.Sprintf("%s-%d", s.id, s.lastNumber)
	}
	r, err := s.find(room)
	if err != nil {
		return nil, err
	}
	post := &Post{ID: id, room: room, text: text, done: make(chan struct{})}
	if len(text) > int(s.limits.TextBytes) {
		reason := fmt.Sprintf("the text is longer than %d bytes", s.limits.TextBytes)
		post.complete(0, &Error{v1.Code_CODE_TEXT_TOO_LONG, reason})
	} else {
		r.posts = append(r.posts, post)
		s.sendPosts(r)
	}
	return post, nil
}

// Signal shows something transient, such as typing, to everybody else in a room. Delivery is not confirmed; without a connection
// the signal is dropped.
func (s *Session) Signal(room, key string, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.find(room)
	switch {
	case err != nil:
		return err
	case key == "" || len(key) > maxSignalKeyBytes || !utf8.ValidString(key) || len(content) > maxSignalBytes:
		reason := fmt.Sprintf("a signal has a key of 1 to %d bytes and a content of at most %d bytes", maxSignalKeyBytes, maxSignalBytes)
		return &Error{v1.Code_CODE_INVALID, reason}
	case r.joined:
		s.stream.send(signalFrame(room, key, content))
	}
	return nil
}

// find returns a room that takes posts and signals.
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

// Next waits for the next item in any room. Items stay in memory until they are taken. After the last one, Next returns why the
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

func (s *Session) deliver(item Item) {
	s.items = append(s.items, item)
	s.arrived.Broadcast()
}

// Close ends the session. Unanswered posts fail, although the server may have stored them. An error means that the server was
// unreachable or did not end the session in time; there is nothing the caller needs to do about it.
func (s *Session) Close() error {
	s.mu.Lock()
	s.end(ErrClosed)
	s.mu.Unlock()
	<-s.stopped
	if s.lastStreamErr == errEndedOK {
		return nil
	}
	return s.lastStreamErr
}

func (s *Session) end(err error) {
	if s.err != nil {
		return
	}
	s.err = err
	close(s.ended)
	s.arrived.Broadcast()
	for _, r := range s.rooms {
		r.failPosts(err)
	}
}
