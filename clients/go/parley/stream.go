package parley

import (
	"context"
	"errors"
	"io"
	"log"
	"math/rand"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "parley/v1"
)

const (
	shortestPause  = 100 * time.Millisecond // to the next attempt: at most so long, doubled each time; a random part of it
	longestPause   = 5 * time.Second
	rejoinPause    = time.Second // before joining a room again that the server could not go on with
	connectTime    = 4 * time.Second
	closeTime      = 2 * time.Second
	helloHeartbeat = 5 * time.Second // until the server has said its own
)

// stream is what is known of the present stream only.
type stream struct {
	outbox      []*v1.ClientFrame
	more        chan struct{} // the outbox has something
	welcome     bool
	inFlight    int // posts without an answer
	heard, said time.Time
}

func (now *stream) send(frame *v1.ClientFrame) {
	now.said = time.Now()
	now.outbox = append(now.outbox, frame)
	select {
	case now.more <- struct{}{}:
	default:
	}
}

// again says that the stream is over, and that another one, after a pause, may work.
type again struct {
	reason string
	pause  time.Duration
}

func (a again) Error() string { return a.reason }

// errEnded is the end of a stream with the status OK.
var errEnded error = again{reason: "the server ended the stream"}

func (s *Session) run() {
	defer close(s.finished)
	random := rand.New(rand.NewSource(time.Now().UnixNano()))
	for {
		err := s.converse()
		s.mu.Lock()
		var broken again
		if !errors.As(err, &broken) {
			s.end(err)
		}
		if s.err != nil {
			s.lastEnd = err
			s.mu.Unlock()
			return
		}
		longest := longestPause
		if s.failures < 6 {
			longest = shortestPause << s.failures
		}
		if s.failures == 0 {
			log.Printf("%s: %s; trying again", s.server, broken.reason)
		}
		s.failures++
		s.mu.Unlock()
		select {
		case <-time.After(broken.pause + time.Duration(random.Int63n(int64(longest)))):
		case <-s.over:
			s.lastEnd = broken
			return
		}
	}
}

// converse holds one stream, on a connection of its own, to its end.
func (s *Session) converse() error {
	connection, err := grpc.Dial(s.server, grpc.WithInsecure(), grpc.WithConnectParams(grpc.ConnectParams{
		Backoff: backoff.DefaultConfig, MinConnectTimeout: connectTime,
	}))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	now := s.begin()
	go s.beat(ctx, cancel, now)
	call, err := v1.NewRoomServiceClient(connection).Connect(ctx)
	if err != nil {
		return explain(err)
	}
	go s.speak(ctx, call, now)
	for {
		frame, err := call.Recv()
		if err == nil {
			err = s.hear(frame, now)
		}
		if err != nil {
			return explain(err)
		}
	}
}

func (s *Session) begin() *stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = &stream{more: make(chan struct{}, 1), heard: time.Now()}
	hello := &v1.Hello{User: s.user, Client: "parley-go", ProtocolVersion: 1}
	s.now.send(&v1.ClientFrame{Frame: &v1.ClientFrame_Hello{Hello: hello}})
	for _, r := range s.rooms {
		r.joined, r.held = false, false
		for _, post := range r.posts {
			post.sent = false
		}
		s.leaveIfDone(r)
	}
	return s.now
}

// speak sends what is in the outbox until the stream or the session ends.
func (s *Session) speak(ctx context.Context, call v1.RoomService_ConnectClient, now *stream) {
	for {
		select {
		case <-now.more:
		case <-s.over:
			call.CloseSend()
			return
		case <-ctx.Done():
			return
		}
		s.mu.Lock()
		frames := now.outbox
		now.outbox = nil
		s.mu.Unlock()
		for _, frame := range frames {
			// The reason of a failure is what Recv returns.
			if call.Send(frame) != nil {
				return
			}
		}
	}
}

// beat says something at least every heartbeat, also while only listening, and gives up a server not heard for two.
func (s *Session) beat(ctx context.Context, cancel context.CancelFunc, now *stream) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-second.C:
		case <-s.over:
			time.AfterFunc(closeTime, cancel)
			return
		case <-ctx.Done():
			return
		}
		s.mu.Lock()
		if time.Since(now.heard) > 2*s.heartbeat {
			cancel()
		}
		if now.welcome && time.Since(now.said) >= s.heartbeat {
			now.send(&v1.ClientFrame{Frame: &v1.ClientFrame_Ping{Ping: &v1.Ping{}}})
		}
		s.mu.Unlock()
	}
}

// hear acts on a frame; an error ends the stream.
func (s *Session) hear(frame *v1.ServerFrame, now *stream) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now.heard = time.Now()
	switch frame := frame.Frame.(type) {
	case *v1.ServerFrame_Welcome:
		s.onWelcome(frame.Welcome)
	case *v1.ServerFrame_Joined:
		s.onJoined(frame.Joined)
	case *v1.ServerFrame_Event:
		s.onEvent(frame.Event)
	case *v1.ServerFrame_Accepted:
		s.answer(s.rooms[frame.Accepted.Room], frame.Accepted.CommandId, frame.Accepted.Sequence, nil)
	case *v1.ServerFrame_Rejected:
		return s.onRejected(frame.Rejected)
	case *v1.ServerFrame_Signal:
		signal := frame.Signal
		s.deliver(Signal{Room: signal.Room, User: signal.User, Key: signal.Key, Content: signal.Content})
	case *v1.ServerFrame_Presence:
		s.onPresence(frame.Presence)
	case *v1.ServerFrame_Left:
		return s.onLeft(frame.Left)
	case *v1.ServerFrame_GoAway:
		return onGoAway(frame.GoAway)
	case *v1.ServerFrame_Ping:
		now.send(&v1.ClientFrame{Frame: &v1.ClientFrame_Pong{Pong: &v1.Pong{}}})
	}
	return nil // lag and what newer servers send are of no interest here
}

func (s *Session) onWelcome(welcome *v1.Welcome) {
	s.now.welcome, s.limits, s.as = true, welcome.Limits, welcome.User
	s.heartbeat = time.Duration(welcome.HeartbeatSeconds) * time.Second
	select {
	case <-s.welcomed:
	default:
		close(s.welcomed)
	}
	for _, r := range s.rooms {
		s.now.send(r.enter())
	}
}

func (s *Session) deliver(item Item) {
	s.items = append(s.items, item)
	s.arrived.Broadcast()
}

func onGoAway(goAway *v1.GoAway) error {
	switch goAway.Code {
	case v1.Code_CODE_INVALID, v1.Code_CODE_HELLO_EXPECTED, v1.Code_CODE_VERSION_UNSUPPORTED, v1.Code_CODE_MALFORMED:
		return &Error{goAway.Code, goAway.Reason}
	}
	return again{goAway.Reason, time.Duration(goAway.RetryAfterMs) * time.Millisecond}
}

// explain says what an error of the call means for the session: most are a reason to call again.
func explain(err error) error {
	if err == io.EOF {
		return errEnded
	}
	failure, ok := status.FromError(err)
	switch {
	case !ok:
		return err
	case failure.Code() == codes.Unimplemented || failure.Code() == codes.Unauthenticated ||
		failure.Code() == codes.PermissionDenied:
		return err
	}
	return again{reason: failure.Message()}
}
