// Command peer is a straightforward Go server: one channel per client in a map guarded by a mutex, and
// two goroutines per stream.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"

	"parley/chat"
)

const queueSize = 1024

// A room holds the queue of every client and a channel that closes when the client is gone.
type room struct {
	mu      sync.Mutex
	clients map[chan *chat.ChatMessage]<-chan struct{}
}

func (r *room) join(queue chan *chat.ChatMessage, gone <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clients[queue] = gone
}

func (r *room) leave(queue chan *chat.ChatMessage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.clients, queue)
	close(queue)
}

// broadcast holds the lock until the message is queued for every client, so that all see one order.
func (r *room) broadcast(message *chat.ChatMessage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	message.Timestamp = time.Now().Unix()
	for queue, gone := range r.clients {
		select {
		case queue <- message:
		case <-gone:
		}
	}
}

func (r *room) JoinChat(stream chat.ChatService_JoinChatServer) error {
	ctx, cancel := context.WithCancel(stream.Context())
	defer cancel()
	queue := make(chan *chat.ChatMessage, queueSize)
	r.join(queue, ctx.Done())
	if err := stream.SendHeader(metadata.MD{}); err != nil {
		r.leave(queue)
		return err
	}

	var sender sync.WaitGroup
	sender.Add(1)
	go func() {
		defer sender.Done()
		for message := range queue {
			if stream.Send(message) != nil {
				cancel()
				return
			}
		}
	}()

	message, err := stream.Recv()
	for ; err == nil; message, err = stream.Recv() {
		r.broadcast(message)
	}
	r.leave(queue)
	sender.Wait()
	if err == io.EOF {
		return nil
	}
	return err
}

func main() {
	flags := flag.NewFlagSet("peer", flag.ExitOnError)
	port := flags.Int("port", 50051, "port on 127.0.0.1; 0 picks a free one")
	certificate := flags.String("tls-certificate", "", "PEM file with the certificate; without it, no TLS")
	key := flags.String("tls-key", "", "PEM file with the certificate's key")
	flags.Parse(os.Args[1:])

	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
	var options []grpc.ServerOption
	if *certificate != "" {
		encryption, err := credentials.NewServerTLSFromFile(*certificate, *key)
		if err != nil {
			fmt.Fprintln(os.Stderr, "peer:", err)
			os.Exit(1)
		}
		options = append(options, grpc.Creds(encryption))
	}
	server := grpc.NewServer(options...)
	chat.RegisterChatServiceServer(server, &room{clients: map[chan *chat.ChatMessage]<-chan struct{}{}})

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
