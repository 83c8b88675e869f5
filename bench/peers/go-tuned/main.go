// Command peer is a Go server tuned by somebody who knows gRPC for Go: a message is encoded once and
// queued once for everybody, and a sender that wakes up sends everything that is queued.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"parley/chat"
)

const (
	bufferSize = 64 << 10
	windowSize = 1 << 20
)

type service struct {
	room *room
}

func (s *service) JoinChat(stream chat.ChatService_JoinChatServer) error {
	m := s.room.join()
	if err := stream.SendHeader(metadata.MD{}); err != nil {
		s.room.remove(m)
		return err
	}

	var sender sync.WaitGroup
	sender.Add(1)
	go func() {
		defer sender.Done()
		s.send(stream, m)
	}()

	message, err := stream.Recv()
	for ; err == nil; message, err = stream.Recv() {
		if err = s.room.post(message); err != nil {
			break
		}
	}
	s.room.leave(m)
	sender.Wait()
	if err == io.EOF {
		return nil
	}
	return err
}

// send returns once the member has left and has been sent everything, or has disconnected.
func (s *service) send(stream chat.ChatService_JoinChatServer, m *member) {
	defer s.room.remove(m)
	next := m.next
	for {
		end := s.room.advance(m, next)
		if next == end {
			return
		}
		for ; next < end; next++ {
			if stream.SendMsg(s.room.at(next)) != nil {
				return
			}
		}
	}
}

func main() {
	flags := flag.NewFlagSet("peer", flag.ExitOnError)
	port := flags.Int("port", 50051, "port on 127.0.0.1; 0 picks a free one")
	flags.Parse(os.Args[1:])

	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
	server := grpc.NewServer(
		grpc.WriteBufferSize(bufferSize), grpc.ReadBufferSize(bufferSize),
		grpc.InitialWindowSize(windowSize), grpc.InitialConnWindowSize(windowSize))
	chat.RegisterChatServiceServer(server, &service{room: newRoom()})

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		server.Stop()
	}()

	fmt.Println("listening on", listener.Addr())
	if err := server.Serve(listener); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}
