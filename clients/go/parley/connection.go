package parley

import (
	"context"
	"errors"
	"log"
	"math/rand"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"

	v1 "parley/v1"
)

// The pause before the next attempt is random. Its limit starts at initialBackoff and doubles with every failure.
const (
	initialBackoff   = 100 * time.Millisecond
	maxBackoff       = 5 * time.Second
	connectTimeout   = 4 * time.Second
	closeTimeout     = 2 * time.Second
	initialHeartbeat = 5 * time.Second // until the first Welcome
)

// run opens one stream after another until the session ends.
func (s *Session) run() {
	defer close(s.stopped)
	random := rand.New(rand.NewSource(time.Now().UnixNano()))
	for {
		err := s.runStream()
		s.mu.Lock()
		var end streamEnded
		if !errors.As(err, &end) {
			s.end(err)
		}
		if s.err != nil {
			s.lastStreamErr = err
			s.mu.Unlock()
			return
		}
		limit := maxBackoff
		if s.failures < 6 {
			limit = initialBackoff << s.failures
		}
		if s.failures == 0 {
			log.Printf("%s: %s; reconnecting", s.server, Printable(end.reason))
		}
		s.failures++
		s.mu.Unlock()
		select {
		case <-time.After(end.retryAfter + time.Duration(random.Int63n(int64(limit)))):
		case <-s.ended:
			s.lastStreamErr = end
			return
		}
	}
}

// runStream opens a stream on a connection of its own and handles its frames until it ends. The error is never nil.
func (s *Session) runStream() error {
	connection, err := grpc.Dial(s.server, grpc.WithInsecure(), grpc.WithConnectParams(grpc.ConnectParams{
		Backoff: backoff.DefaultConfig, MinConnectTimeout: connectTimeout,
	}))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	st := s.attachStream()
	go s.keepAlive(ctx, cancel, st)
	call, err := v1.NewRoomServiceClient(connection).Connect(ctx)
	if err != nil {
		return streamError(err)
	}
	go s.writeFrames(ctx, call, st)
	return s.readFrames(call, st)
}

// attachStream creates a new stream, on which the session is in no room yet.
func (s *Session) attachStream() *stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stream = newStream(s.requestedUser)
	for _, r := range s.rooms {
		r.disconnect()
		s.leaveIfDone(r)
	}
	return s.stream
}

func (s *Session) onWelcome(welcome *v1.Welcome) {
	s.stream.welcome, s.limits, s.user = true, welcome.Limits, welcome.User
	s.heartbeat = time.Duration(welcome.HeartbeatSeconds) * time.Second
	select {
	case <-s.welcomed:
	default:
		close(s.welcomed)
	}
	for _, r := range s.rooms {
		s.stream.send(joinFrame(r.join()))
	}
}
