package parley

import (
	"context"
	"io"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "parley/v1"
)

// stream is the state of one call of RoomService.Connect, guarded by the session's lock.
type stream struct {
	outbox                 []*v1.ClientFrame
	pending                chan struct{} // has a value when the outbox has frames
	welcome                bool
	inFlight               int // posts sent and unanswered
	lastReceived, lastSent time.Time
}

func newStream(user string) *stream {
	st := &stream{pending: make(chan struct{}, 1), lastReceived: time.Now()}
	st.send(helloFrame(user))
	return st
}

func (st *stream) send(frame *v1.ClientFrame) {
	st.lastSent = time.Now()
	st.outbox = append(st.outbox, frame)
	select {
	case st.pending <- struct{}{}:
	default:
	}
}

// writeFrames sends what is in the outbox until the stream or the session ends.
func (s *Session) writeFrames(ctx context.Context, call v1.RoomService_ConnectClient, st *stream) {
	for {
		select {
		case <-st.pending:
		case <-s.ended:
			call.CloseSend()
			return
		case <-ctx.Done():
			return
		}
		s.mu.Lock()
		frames := st.outbox
		st.outbox = nil
		s.mu.Unlock()
		for _, frame := range frames {
			// If this fails, Recv returns the reason.
			if call.Send(frame) != nil {
				return
			}
		}
	}
}

// keepAlive sends Ping if nothing else was sent for a heartbeat, and cancels the call if the server stays silent for two heartbeats.
func (s *Session) keepAlive(ctx context.Context, cancel context.CancelFunc, st *stream) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-second.C:
		case <-s.ended:
			time.AfterFunc(closeTimeout, cancel)
			return
		case <-ctx.Done():
			return
		}
		s.mu.Lock()
		if time.Since(st.lastReceived) > 2*s.heartbeat {
			cancel()
		}
		if st.welcome && time.Since(st.lastSent) >= s.heartbeat {
			st.send(pingFrame())
		}
		s.mu.Unlock()
	}
}

// readFrames handles the server's frames until the stream ends.
func (s *Session) readFrames(call v1.RoomService_ConnectClient, st *stream) error {
	for {
		frame, err := call.Recv()
		if err == nil {
			err = s.onFrame(frame, st)
		}
		if err != nil {
			return streamError(err)
		}
	}
}

// onFrame handles one frame. An error ends the stream. Lagging, CaughtUp, Pong and frames of newer servers need no action.
func (s *Session) onFrame(frame *v1.ServerFrame, st *stream) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	st.lastReceived = time.Now()
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
		s.onSignal(frame.Signal)
	case *v1.ServerFrame_Presence:
		s.onPresence(frame.Presence)
	case *v1.ServerFrame_Members:
		s.onMembers(frame.Members)
	case *v1.ServerFrame_Left:
		return s.onLeft(frame.Left)
	case *v1.ServerFrame_GoAway:
		return onGoAway(frame.GoAway)
	case *v1.ServerFrame_Ping:
		st.send(pongFrame())
	}
	return nil
}

func onGoAway(goAway *v1.GoAway) error {
	if isFinal(goAway.Code) {
		return &Error{goAway.Code, goAway.Reason}
	}
	return streamEnded{goAway.Reason, time.Duration(goAway.RetryAfterMs) * time.Millisecond}
}

// streamError returns what an error of the call means for the session. After most statuses, the session connects again.
func streamError(err error) error {
	if err == io.EOF {
		return errEndedOK
	}
	failure, ok := status.FromError(err)
	if !ok {
		return err
	}
	switch failure.Code() {
	case codes.Unimplemented, codes.Unauthenticated, codes.PermissionDenied:
		return err
	}
	return streamEnded{reason: failure.Message()}
}
